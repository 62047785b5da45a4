package io.ringloom.benchmarks;

import java.io.Console;
import java.io.PrintWriter;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows how far a workload is: by a bar on a terminal, elsewhere by its name. */
final class Progress implements AutoCloseable {
  private static final int REFRESH_MILLIS = 500;
  private static final int WIDTH = 100;

  private final @Nullable ProgressBar bar;

  private Progress(@Nullable ProgressBar bar) {
    this.bar = bar;
  }

  static Progress start(String task, int steps, PrintWriter console) {
    if (!isTerminal()) {
      console.println(task);
      console.flush();
      return new Progress(null);
    }
    return new Progress(
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(steps)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(REFRESH_MILLIS)
            .setMaxRenderedLength(WIDTH)
            .clearDisplayOnFinish()
            .build());
  }

  @SuppressWarnings("SystemConsoleNull") // in JDK 25 it is null again where there is no terminal
  private static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  /** Says who is measured now. */
  void at(String contender) {
    if (bar != null) {
      bar.setExtraMessage(contender);
    }
  }

  /** Says that a measurement is made. */
  void step() {
    if (bar != null) {
      bar.step();
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}

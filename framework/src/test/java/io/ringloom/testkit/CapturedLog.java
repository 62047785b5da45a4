package io.ringloom.testkit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * What is logged while it is open, for tests that assert on messages. Nothing of it is printed. The
 * level and the output of the logger are as before when it is closed.
 */
public final class CapturedLog implements AutoCloseable {
  private final Logger logger;
  private final @Nullable Level levelBefore;
  private final boolean additiveBefore;
  private final Appender appender = new Appender();

  private CapturedLog(Logger logger, Level level) {
    this.logger = logger;
    this.levelBefore = logger.getLevel();
    this.additiveBefore = logger.isAdditive();
    appender.setContext(logger.getLoggerContext());
    appender.start();
    logger.setLevel(level);
    logger.setAdditive(false);
    logger.addAppender(appender);
  }

  /** Captures everything that Ringloom logs at a level or above. */
  public static CapturedLog of(Level level) {
    return new CapturedLog((Logger) LoggerFactory.getLogger("io.ringloom"), level);
  }

  /** Captures everything that the logger of a class logs at a level or above. */
  public static CapturedLog of(Class<?> source, Level level) {
    return new CapturedLog((Logger) LoggerFactory.getLogger(source), level);
  }

  /** Returns the events so far. */
  public List<ILoggingEvent> events() {
    return List.copyOf(appender.events);
  }

  /** Returns the events so far as {@code LEVEL message}. */
  public List<String> lines() {
    return appender.events.stream()
        .map(event -> event.getLevel() + " " + event.getFormattedMessage())
        .toList();
  }

  @Override
  public void close() {
    logger.detachAppender(appender);
    logger.setAdditive(additiveBefore);
    logger.setLevel(levelBefore);
    appender.stop();
  }

  /** Unlike Logback's own list appender, one that can be read while others log. */
  private static final class Appender extends AppenderBase<ILoggingEvent> {
    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

    @Override
    protected void append(ILoggingEvent event) {
      events.add(event);
    }
  }
}

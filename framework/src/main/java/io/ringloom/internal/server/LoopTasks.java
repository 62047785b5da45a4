package io.ringloom.internal.server;

import io.ringloom.internal.loop.LoopTask;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** Tasks of an event loop that somebody waits for. */
final class LoopTasks {

  private LoopTasks() {}

  /** A step on the loop's thread that has a result or fails. */
  interface Step<T> {
    T run() throws IOException;
  }

  /** Returns a task that completes a future with what the step results in. */
  static <T> LoopTask completing(CompletableFuture<T> result, Step<T> step) {
    return new LoopTask() {
      @Override
      public void run() {
        try {
          result.complete(step.run());
        } catch (Throwable e) {
          result.completeExceptionally(e);
        }
      }

      @Override
      public void rejected() {
        result.completeExceptionally(new IOException("the event loop has been closed"));
      }
    };
  }

  /** Returns a task that does two steps; the second one also if the loop has ended. */
  static LoopTask afterwards(Runnable first, Runnable second) {
    return new LoopTask() {
      @Override
      public void run() {
        try {
          first.run();
        } finally {
          second.run();
        }
      }

      @Override
      public void rejected() {
        second.run();
      }
    };
  }
}

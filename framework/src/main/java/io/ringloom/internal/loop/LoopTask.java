package io.ringloom.internal.loop;

/** Something to be done on the thread of an event loop. */
@FunctionalInterface
public interface LoopTask {

  /** Does it. Called on the loop's thread; must not block. */
  void run();

  /**
   * Called instead of {@link #run()} where the loop ended before its turn came: gives back what the
   * task holds. Any thread.
   */
  default void rejected() {}
}

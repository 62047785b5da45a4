package io.ringloom.internal.loop;

/** Where deadlines come from; tests have one that stands still until they move it. */
public interface Clock {
  /** The clock of the system. */
  Clock SYSTEM =
      new Clock() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public void onAdvance(Runnable listener) {
          // Waits of the system are measured by the same clock: nothing to tell.
        }
      };

  /** Returns the time, as {@link System#nanoTime()} does: only differences mean something. */
  long nanoTime();

  /** Has a listener called whenever the time jumps, so that those who wait look again. */
  void onAdvance(Runnable listener);
}

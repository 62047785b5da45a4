package io.ringloom.benchmarks.contender;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The processor time of another process, to the nanosecond, as the kernel's clock of that process
 * tells it.
 *
 * <p>It counts all its threads, also those that have ended and those that the kernel runs in its
 * name for io_uring. The file {@code stat} under {@code /proc} counts the same in steps of 10 ms.
 */
final class ProcessClock {
  private static final MethodHandle CLOCK_GETTIME = clockGettime();

  /** The clock that counts what the scheduler has given to a process: see {@code clockid_t}. */
  private static final int WHOLE_PROCESS = 2;

  private final int clock;

  /** Takes the clock of a process of this machine. */
  ProcessClock(long pid) {
    clock = (~(int) pid << 3) | WHOLE_PROCESS;
  }

  /** Returns how much processor time the process has used so far. */
  long nanos() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment time =
          arena.allocate(
              ValueLayout.JAVA_LONG.byteSize() * 2, ValueLayout.JAVA_LONG.byteAlignment());
      if (call(time) != 0) {
        throw new IOException("The process has ended.");
      }
      return time.getAtIndex(ValueLayout.JAVA_LONG, 0) * 1_000_000_000
          + time.getAtIndex(ValueLayout.JAVA_LONG, 1);
    }
  }

  private int call(MemorySegment time) {
    try {
      return (int) CLOCK_GETTIME.invokeExact(clock, time);
    } catch (Throwable e) {
      throw new IllegalStateException("clock_gettime cannot be called.", e);
    }
  }

  @SuppressWarnings("restricted") // the signature is the one of the manual page
  private static MethodHandle clockGettime() {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("clock_gettime"),
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
  }
}

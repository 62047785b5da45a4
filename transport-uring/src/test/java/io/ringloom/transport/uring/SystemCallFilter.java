package io.ringloom.transport.uring;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Has the kernel refuse a system call to this process from now on, as a container's profile does.
 */
final class SystemCallFilter {
  private static final int PR_SET_NO_NEW_PRIVS = 38;
  private static final long SECCOMP_SET_MODE_FILTER = 1;

  /** All threads get the filter, not the caller alone. */
  private static final long SECCOMP_FILTER_FLAG_TSYNC = 1;

  private static final short LOAD_WORD = 0x20;
  private static final short JUMP_IF_EQUAL = 0x15;
  private static final short RETURN = 0x06;
  private static final int ALLOW = 0x7fff0000;
  private static final int FAIL_WITH = 0x00050000;

  private static final int INSTRUCTION_BYTES = 8;
  private static final int INSTRUCTIONS = 4;

  private SystemCallFilter() {}

  /**
   * Installs the filter.
   *
   * @param number the system call
   * @param errorNumber what it fails with
   */
  static void deny(int number, int errorNumber) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment program = arena.allocate((long) INSTRUCTIONS * INSTRUCTION_BYTES, 8);
      set(program, 0, LOAD_WORD, 0, 0); // the number of the call is the first word
      set(program, 1, JUMP_IF_EQUAL, 1, number); // if it is another one, the next is skipped
      set(program, 2, RETURN, 0, FAIL_WITH | errorNumber);
      set(program, 3, RETURN, 0, ALLOW);
      // A struct sock_fprog: how many there are, padding, and where.
      MemorySegment header = arena.allocate(16, 8);
      header.set(ValueLayout.JAVA_SHORT, 0, (short) INSTRUCTIONS);
      header.set(ValueLayout.ADDRESS, 8, program);
      check("prctl", (int) prctl().invokeExact(PR_SET_NO_NEW_PRIVS, 1L, 0L, 0L, 0L));
      check(
          "seccomp",
          (long)
              syscall()
                  .invokeExact(
                      seccompNumber(), SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, header));
    } catch (Throwable e) {
      throw new IllegalStateException("The filter could not be installed.", e);
    }
  }

  private static void set(MemorySegment program, int index, short code, int jumpIfFalse, int k) {
    long offset = (long) index * INSTRUCTION_BYTES;
    program.set(ValueLayout.JAVA_SHORT, offset, code);
    program.set(ValueLayout.JAVA_BYTE, offset + 2, (byte) 0);
    program.set(ValueLayout.JAVA_BYTE, offset + 3, (byte) jumpIfFalse);
    program.set(ValueLayout.JAVA_INT, offset + 4, k);
  }

  private static MethodHandle prctl() {
    return function(
        "prctl",
        FunctionDescriptor.of(
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG));
  }

  private static MethodHandle syscall() {
    return function(
        "syscall",
        FunctionDescriptor.of(
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG,
            ValueLayout.ADDRESS));
  }

  /** Returns a function whose arguments are variadic but for the first. */
  @SuppressWarnings("restricted") // that is what this test needs
  private static MethodHandle function(String name, FunctionDescriptor descriptor) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name), descriptor, Linker.Option.firstVariadicArg(1));
  }

  private static long seccompNumber() {
    return System.getProperty("os.arch", "").equals("aarch64") ? 277 : 317;
  }

  private static void check(String name, long result) {
    if (result != 0) {
      throw new IllegalStateException(name + " returned " + result);
    }
  }
}

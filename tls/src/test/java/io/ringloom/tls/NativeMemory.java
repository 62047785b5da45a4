package io.ringloom.tls;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Asks the C library what it has allocated and not freed. Unlike the resident size of the process
 * that does not depend on which part of the Java heap happens to have been touched.
 */
final class NativeMemory {
  /** The fields of {@code struct mallinfo2}, all of them {@code size_t}. */
  private static final int FIELDS = 10;

  private static final int MAPPED = 4;
  private static final int IN_USE = 7;

  private NativeMemory() {}

  /** {@return how many bytes that are, 0 where there is no glibc to be asked} */
  @SuppressWarnings("restricted") // it is declared as it is in the library
  static long allocatedBytes() {
    Linker linker = Linker.nativeLinker();
    Optional<MemorySegment> function = linker.defaultLookup().find("mallinfo2");
    if (function.isEmpty()) {
      return 0;
    }
    MemoryLayout layout = MemoryLayout.sequenceLayout(FIELDS, ValueLayout.JAVA_LONG);
    MethodHandle mallinfo =
        linker.downcallHandle(
            function.get(), FunctionDescriptor.of(MemoryLayout.structLayout(layout)));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = (MemorySegment) mallinfo.invokeExact((SegmentAllocator) arena);
      return info.getAtIndex(ValueLayout.JAVA_LONG, MAPPED)
          + info.getAtIndex(ValueLayout.JAVA_LONG, IN_USE);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}

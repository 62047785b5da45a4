package io.ringloom.transport.uring;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * Binds a socket to a path by the system call itself. That of the native library removes whatever
 * has the path first, and so takes it away from a server that listens there.
 */
final class UnixBind {
  private static final short AF_UNIX = 1;
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle BIND = findBind();

  private UnixBind() {}

  @SuppressWarnings("restricted") // as loading the library of the ring itself
  private static MethodHandle findBind() {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("bind"),
        FunctionDescriptor.of(
            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
        Linker.Option.captureCallState("errno"));
  }

  /** Binds, to a path whose length has been checked. */
  static void bind(int fd, UnixDomainSocketAddress address) throws IOException {
    byte[] path = address.getPath().toString().getBytes(StandardCharsets.UTF_8);
    int length = Short.BYTES + path.length + 1;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      MemorySegment name = arena.allocate(length, Short.BYTES); // all zero
      name.set(ValueLayout.JAVA_SHORT, 0, AF_UNIX);
      MemorySegment.copy(path, 0, name, ValueLayout.JAVA_BYTE, Short.BYTES, path.length);
      int result = (int) BIND.invokeExact(state, fd, name, length);
      if (result != 0) {
        throw Errno.exception(-(int) ERRNO.get(state, 0L));
      }
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) { // which the handle declares, and a system call does not throw
      throw new IOException(e);
    }
  }
}

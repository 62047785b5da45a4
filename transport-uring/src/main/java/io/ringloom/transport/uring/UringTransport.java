package io.ringloom.transport.uring;

import io.ringloom.spi.IoDriver;
import io.ringloom.spi.IoDriverContext;
import io.ringloom.spi.Transport;
import java.io.IOException;
import java.util.Optional;

/**
 * The transport {@code uring}: one io_uring per event loop; Linux on x86-64 and aarch64.
 *
 * <p>It is found by itself when it is on the class path or module path. To change the size of its
 * rings and buffers make one and hand it to {@code EventLoopGroup.Builder.transport}.
 */
public final class UringTransport implements Transport {
  private final UringOptions options;
  private final boolean multishot;
  private final boolean zeroCopyLocally;

  /** Makes the transport with its default sizes, for {@link java.util.ServiceLoader}. */
  public UringTransport() {
    this(UringOptions.builder().build());
  }

  /**
   * Makes the transport.
   *
   * @param options the sizes of its rings and buffers
   */
  public UringTransport(UringOptions options) {
    this(options, true, false);
  }

  /**
   * Makes the transport as it is elsewhere, for tests.
   *
   * @param multishot whether the kernel may know operations that complete again and again
   * @param zeroCopyLocally whether sends without a copy are made even where they have no use
   */
  UringTransport(UringOptions options, boolean multishot, boolean zeroCopyLocally) {
    this.options = options;
    this.multishot = multishot;
    this.zeroCopyLocally = zeroCopyLocally;
  }

  @Override
  public String name() {
    return "uring";
  }

  @Override
  public int rank() {
    return 10;
  }

  @Override
  public Optional<String> unavailabilityCause() {
    return Availability.cause();
  }

  @Override
  public IoDriver openDriver(IoDriverContext context) throws IOException {
    KernelRing ring = KernelRing.open(context, options, multishot);
    try {
      return new UringDriver(context, ring, options, zeroCopyLocally);
    } catch (OutOfMemoryError e) {
      ring.close();
      throw new IOException("there is no native memory for its buffers: " + e.getMessage(), e);
    } catch (RuntimeException | Error e) {
      ring.close();
      throw e;
    }
  }
}

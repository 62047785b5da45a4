package io.ringloom.transport.nio;

import io.ringloom.spi.IoDriver;
import io.ringloom.spi.IoDriverContext;
import io.ringloom.spi.Transport;
import java.io.IOException;
import java.util.Optional;

/** The transport {@code nio}: one selector per event loop; runs wherever Java does. */
public final class NioTransport implements Transport {

  /** Makes the transport, for {@link java.util.ServiceLoader}. */
  public NioTransport() {}

  @Override
  public String name() {
    return "nio";
  }

  @Override
  public int rank() {
    return 100;
  }

  @Override
  public Optional<String> unavailabilityCause() {
    return Optional.empty();
  }

  @Override
  public IoDriver openDriver(IoDriverContext context) throws IOException {
    return new NioDriver(context);
  }
}

package io.ringloom.testkit.memory;

import io.ringloom.spi.IoDriver;
import io.ringloom.spi.IoDriverContext;
import io.ringloom.spi.Transport;
import java.util.Optional;

/**
 * A transport without sockets, for tests. Its rank is the last of all, so that {@code auto} takes
 * it only where there is no other: a test of a real transport never gets it by accident.
 */
public final class InMemoryTransport implements Transport {
  /** What tests select it by. */
  public static final String NAME = "memory";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int rank() {
    return 1000;
  }

  @Override
  public Optional<String> unavailabilityCause() {
    return Optional.empty();
  }

  @Override
  public IoDriver openDriver(IoDriverContext context) {
    return new MemoryDriver(context);
  }
}

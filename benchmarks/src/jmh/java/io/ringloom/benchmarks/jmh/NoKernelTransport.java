package io.ringloom.benchmarks.jmh;

import io.ringloom.spi.IoDriver;
import io.ringloom.spi.IoDriverContext;
import io.ringloom.spi.Transport;
import java.util.Optional;

/** A transport that makes no system call, so that what is measured is the framework alone. */
final class NoKernelTransport implements Transport {
  @Override
  public String name() {
    return "no-kernel";
  }

  @Override
  public int rank() {
    return Integer.MAX_VALUE;
  }

  @Override
  public Optional<String> unavailabilityCause() {
    return Optional.empty();
  }

  @Override
  public IoDriver openDriver(IoDriverContext context) {
    return new NoKernelDriver(context);
  }
}

package io.ringloom.testkit.memory;

import java.io.Serial;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicLong;

/** A name in memory that a server listens on or a connector connects to. */
public final class MemoryAddress extends SocketAddress {
  @Serial private static final long serialVersionUID = 1L;

  private static final AtomicLong NUMBERS = new AtomicLong();

  private final String name;

  private MemoryAddress(String name) {
    this.name = name;
  }

  /** Returns an address that nothing else in this process has. */
  public static MemoryAddress unique() {
    return new MemoryAddress("memory-" + NUMBERS.incrementAndGet());
  }

  @Override
  public String toString() {
    return name;
  }
}

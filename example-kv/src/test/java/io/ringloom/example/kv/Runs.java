package io.ringloom.example.kv;

import io.ringloom.EventLoopGroup;
import io.ringloom.HandlerScheduling;
import io.ringloom.spi.Transport;
import java.io.IOException;
import java.util.Arrays;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** How the server under test moves bytes, and where its handlers run. */
public enum Runs {
  NIO_LOOP("nio", HandlerScheduling.LOOP),
  NIO_SHARED("nio", HandlerScheduling.SHARED),
  URING_LOOP("uring", HandlerScheduling.LOOP),
  URING_SHARED("uring", HandlerScheduling.SHARED);

  private final String transport;
  private final HandlerScheduling scheduling;

  Runs(String transport, HandlerScheduling scheduling) {
    this.transport = transport;
    this.scheduling = scheduling;
  }

  /** Those that this machine can do. */
  public static Stream<Runs> available() {
    return Arrays.stream(values()).filter(Runs::isAvailable);
  }

  private boolean isAvailable() {
    return ServiceLoader.load(Transport.class).stream()
        .map(ServiceLoader.Provider::get)
        .anyMatch(each -> each.name().equals(transport) && each.unavailabilityCause().isEmpty());
  }

  EventLoopGroup start(int loops) throws IOException {
    return EventLoopGroup.builder()
        .loops(loops)
        .transport(transport)
        .scheduling(scheduling)
        .start();
  }
}

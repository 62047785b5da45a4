package io.ringloom.example.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringloom.EventLoopGroup;
import io.ringloom.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** How a service ends; the tests of the packaged servers see the rest. */
final class ServerServiceTest {
  private final List<String> ended = new CopyOnWriteArrayList<>();

  @Test
  void ends_all_else_in_the_reverse_order_when_it_cannot_start() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerService service = service(taken.getLocalPort())) {
      assertThatThrownBy(service::run)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("Address already in use");
      assertThat(ended).containsExactly("last", "first");
    }
  }

  @Test
  void does_not_start_after_it_was_closed_and_ends_only_once() throws Exception {
    ServerService service = service(0);
    service.close();
    service.run();
    assertThat(ended).containsExactly("last", "first");
  }

  private ServerService service(int port) {
    ServerService service =
        new ServerService(
            EventLoopGroup.builder().loops(1),
            Server.builder().handler(connection -> {}).bind("127.0.0.1", port));
    service.atEnd(() -> ended.add("first"));
    service.atEnd(() -> ended.add("last"));
    return service;
  }
}

package io.ringloom.example.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringloom.EventLoopGroup;
import io.ringloom.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
  void is_not_prepared_if_its_address_is_taken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerService service = service(taken.getLocalPort())) {
      assertThatThrownBy(service::prepare)
          .isInstanceOf(IOException.class)
          .hasMessage(
              "Listening on 127.0.0.1:%d failed: Address already in use.", taken.getLocalPort());
    }
    assertThat(ended).containsExactly("last", "first");
  }

  @Test
  void runs_after_it_was_prepared() throws Exception {
    ServerService service = service(0);
    service.prepare();
    Thread closer = new Thread(service::close);
    closer.start();
    service.run();
    closer.join();
    assertThat(ended).containsExactly("last", "first");
  }

  @Test
  void looks_for_a_socket_path_and_leaves_it_free(@TempDir Path directory) throws Exception {
    SocketAddress address = UnixDomainSocketAddress.of(directory.resolve("socket"));
    FreeAddress.check(address);
    assertThat(directory).isEmptyDirectory();
    try (ServerSocketChannel taken = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      taken.bind(address);
      assertThatThrownBy(() -> FreeAddress.check(address))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("Address already in use");
    }
    assertThat(directory.resolve("socket")).exists();
  }

  @Test
  void does_not_start_after_it_was_closed_and_ends_only_once() throws Exception {
    ServerService service = service(0);
    service.close();
    service.run();
    assertThat(ended).containsExactly("last", "first");
  }

  private ServerService service(int port) {
    SocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    ServerService service =
        new ServerService(
            EventLoopGroup.builder().loops(1),
            Server.builder().handler(connection -> {}).bind(address),
            address);
    service.atEnd(() -> ended.add("first"));
    service.atEnd(() -> ended.add("last"));
    return service;
  }
}

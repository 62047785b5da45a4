package io.ringloom.transport.uring;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import io.ringloom.Connection;
import io.ringloom.Server;
import io.ringloom.testkit.Contract;
import io.ringloom.testkit.OnUring;
import io.ringloom.testkit.RequiresUring;
import java.net.BindException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is special about sockets of the Unix domain on this transport. */
@RequiresUring
class UnixPeersTest extends Contract implements OnUring {
  private static final int ROUNDS = 100;

  @TempDir private Path folder;

  @Test
  void aPeerWhoseNameIsInNoFileSystemIsServedAsUnnamed() throws Exception {
    Path path = folder.resolve("s");
    Server server = serve(builder -> builder.bind(UnixDomainSocketAddress.of(path)), this::greet);
    for (int i = 0; i < 3; i++) {
      Socket peer = Socket.newSocketDomain();
      try {
        peer.bind(new DomainSocketAddress("\0ringloom-" + ProcessHandle.current().pid() + i));
        peer.connect(new DomainSocketAddress(path.toString()));
        ByteBuffer reply = ByteBuffer.allocateDirect(1);
        int received = 0;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (received == 0 && System.nanoTime() < deadline) {
          received = peer.recv(reply, 0, 1);
          Thread.onSpinWait();
        }
        assertThat(received).isEqualTo(1);
      } finally {
        peer.close();
      }
    }
    assertThat(server.metrics().accepted()).isEqualTo(3);
  }

  private void greet(Connection connection) throws java.io.IOException {
    assertThat(connection.remoteAddress()).isEqualTo(UnixDomainSocketAddress.of(""));
    connection.write(ByteBuffer.wrap(new byte[] {1}));
  }

  @Test
  void ofTwoServersThatStartOnOnePathAtOnceOneSucceeds() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < ROUNDS; round++) {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("r" + round));
        CyclicBarrier together = new CyclicBarrier(2);
        Callable<Boolean> start =
            () -> {
              together.await(10, TimeUnit.SECONDS);
              try {
                closeTogether(serverBuilder().bind(address).handler(connection -> {}).start());
                return true;
              } catch (BindException e) {
                assertThat(e).hasMessageContaining("Address already in use");
                return false;
              }
            };
        List<Future<Boolean>> both = List.of(threads.submit(start), threads.submit(start));
        List<Boolean> started = new ArrayList<>();
        for (Future<Boolean> one : both) {
          started.add(get(one));
        }
        assertThat(started).containsExactlyInAnyOrder(true, false);
      }
    }
  }

  private synchronized void closeTogether(Server server) {
    closeLater(server);
  }
}

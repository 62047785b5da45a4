package io.ringloom.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringloom.Server;
import io.ringloom.testkit.Contract;
import io.ringloom.testkit.Payload;
import io.ringloom.testkit.ScriptedPeer;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers on sockets of the Unix domain. */
public abstract class UnixDomainContract extends Contract {
  @TempDir Path directory;

  @Test
  void aServerEchoesOnAUnixDomainSocket() throws Exception {
    ScriptedPeer peer = peer(serveAt(address()));

    assertThat(peer.send("hello").receiveString(5)).isEqualTo("hello");
    peer.endOutput().expectEnd();
  }

  @Test
  void muchDataArrivesWhole() throws Exception {
    byte[] payload = Payload.of(5_000_000, 1);
    Server server =
        serve(
            builder -> builder.bind(address()),
            connection -> connection.write(ByteBuffer.wrap(payload)));

    assertThat(Payload.digest(peer(server).receiveToEnd())).isEqualTo(Payload.digest(payload));
  }

  @Test
  void theFileIsRemovedWhenTheServerStopsSoThatItCanStartAgain() throws Exception {
    UnixDomainSocketAddress address = address();
    for (int round = 0; round < 3; round++) {
      Server server = serveAt(address);
      assertThat(address.getPath()).exists();
      ScriptedPeer peer = peer(server);
      assertThat(peer.send("x").receiveString(1)).isEqualTo("x");
      peer.close();

      server.close();

      assertThat(address.getPath()).doesNotExist();
    }
  }

  @Test
  void aFileThatIsInUseIsReportedAndLeftAlone() throws Exception {
    UnixDomainSocketAddress address = address();
    Server first = serveAt(address);

    assertThatThrownBy(() -> serveAt(address))
        .isInstanceOf(IOException.class)
        .hasMessageMatching("Listening on .*socket failed: .*\\.");

    assertThat(peer(first).send("x").receiveString(1)).isEqualTo("x");
  }

  @Test
  void abortEndsTheConnection() throws Exception {
    Server server =
        serve(
            builder -> builder.bind(address()),
            connection -> {
              connection.input().awaitBytes();
              connection.abort();
            });
    ScriptedPeer peer = peer(server);
    peer.send("x");

    // A Unix domain socket knows no reset: it ends, or fails for what was not read.
    try {
      peer.expectEnd();
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      assertThat(e.getMessage()).containsAnyOf("reset", "cut off");
    }
  }

  private UnixDomainSocketAddress address() {
    return UnixDomainSocketAddress.of(directory.resolve("socket"));
  }

  private Server serveAt(UnixDomainSocketAddress address) throws IOException {
    return serve(builder -> builder.bind(address), ReadContract::echo);
  }
}

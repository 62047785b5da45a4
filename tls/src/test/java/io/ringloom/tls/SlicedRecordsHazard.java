package io.ringloom.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringloom.ConnectionOptions;
import io.ringloom.Server;
import io.ringloom.testkit.Payload;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that arrive in pieces of any size, and that the system takes in pieces of any size. */
abstract class SlicedRecordsHazard extends TlsHazard {
  private static final int[] SIZES = {1, 2, 100, 5_000, 16_384, 16_385, 40_000, 200_000};

  @ParameterizedTest
  @ValueSource(ints = {3, 7_000, 60_000})
  @DisplayName("records that are sliced at random, in both directions, are put together again")
  void slicedRecordsArePutTogether(int mostBytes) throws Exception {
    Random random = new Random(mostBytes);
    Server server =
        serve(
            ConnectionOptions.builder().sendBufferBytes(4 * 1024).build(),
            connection -> {
              Random pieces = new Random(1);
              while (connection.input().awaitBytes()) {
                int bytes = connection.input().readInt();
                ByteBuffer data = ByteBuffer.allocateDirect(bytes);
                while (data.hasRemaining()) {
                  data.limit(Math.min(bytes, data.position() + 1 + pieces.nextInt(30_000)));
                  assertThat(connection.read(data)).isPositive();
                  data.limit(bytes);
                }
                data.flip();
                while (data.hasRemaining()) {
                  int piece = Math.min(data.remaining(), 1 + pieces.nextInt(50_000));
                  connection.write(data.slice(data.position(), piece));
                  data.position(data.position() + piece);
                }
              }
            });
    RecordPeer peer = recordPeer(server);
    if (mostBytes > 1_000) {
      peer.shakeHands();
    } else {
      while (!peer.end().isOpen()) { // pieces as small as these are for the handshake
        peer.flushSliced(random, mostBytes);
        peer.receiveSome();
      }
      peer.flushSliced(random, mostBytes);
    }
    int expected = 0;
    for (int bytes : SIZES) {
      if (mostBytes < 1_000 && bytes > 5_000) {
        break;
      }
      byte[] payload = Payload.of(bytes, bytes);
      peer.end().send(ByteBuffer.allocate(Integer.BYTES).putInt(bytes).array());
      peer.end().send(payload);
      peer.flushSliced(random, mostBytes);
      expected += bytes;

      byte[] all = peer.awaitData(expected);
      byte[] echo = Arrays.copyOfRange(all, expected - bytes, expected);
      assertThat(Payload.digest(echo)).as("%d bytes", bytes).isEqualTo(Payload.digest(payload));
    }
    peer.end().end();
    peer.flush().awaitEnd();
    assertThat(peer.end().isEnded()).isTrue();
  }
}

package io.ringloom.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringloom.ConnectionOutput;
import io.ringloom.Server;
import io.ringloom.testkit.Contract;
import io.ringloom.testkit.Payload;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** What {@link ConnectionOutput} promises. */
public abstract class OutputContract extends Contract {

  @Test
  void numbersAreBigEndian() throws Exception {
    Server server =
        serve(
            connection -> {
              ConnectionOutput out = connection.output();
              out.writeByte(0x1F1);
              out.writeShort(0x1F2F3);
              out.writeInt(0xF4F5F6F7);
              out.writeLong(0xF8F9FAFBFCFDFEFFL);
            });

    byte[] received = peer(server).receiveToEnd();

    assertThat(received).hasSize(15);
    for (int i = 0; i < received.length; i++) {
      assertThat(received[i]).isEqualTo((byte) (0xF1 + i));
    }
  }

  @Test
  void arraysPartsBuffersAndTextArriveInOrder() throws Exception {
    Server server =
        serve(
            connection -> {
              ConnectionOutput out = connection.output();
              out.write("array ".getBytes(ISO_8859_1));
              out.write("a part of it ".getBytes(ISO_8859_1), 2, 5);
              out.write(ByteBuffer.wrap("buffer ".getBytes(ISO_8859_1)));
              out.write(new byte[0]);
              out.writeString("", UTF_8);
              out.writeString("gr\u00fc\u00dfe", UTF_8);
            });

    assertThat(new String(peer(server).receiveToEnd(), UTF_8))
        .isEqualTo("array part buffer gr\u00fc\u00dfe");
  }

  @Test
  void longTextArrivesWhole() throws Exception {
    String text = "\u20ac".repeat(300_000);
    Server server = serve(connection -> connection.output().writeString(text, UTF_8));

    assertThat(new String(peer(server).receiveToEnd(), UTF_8)).isEqualTo(text);
  }

  @Test
  void manySmallWritesArriveInOrder() throws Exception {
    byte[] payload = Payload.of(100_000, 1);
    Server server =
        serve(
            connection -> {
              for (byte value : payload) {
                connection.output().writeByte(value);
              }
            });

    assertThat(Payload.digest(peer(server).receiveToEnd())).isEqualTo(Payload.digest(payload));
  }

  @Test
  void theOutputAndTheConnectionWriteToTheSameStream() throws Exception {
    Server server =
        serve(
            connection -> {
              connection.output().writeByte('a');
              connection.write(ByteBuffer.wrap(new byte[] {'b'}));
              connection.output().writeByte('c');
            });

    assertThat(peer(server).receiveStringToEnd()).isEqualTo("abc");
  }
}

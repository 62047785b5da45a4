package io.ringloom.tls;

import io.ringloom.spi.TlsLayer;
import io.ringloom.spi.TlsLayer.Status;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLException;

/**
 * Feeds a layer with what a fuzzer has thought of: a real conversation up to some point, whose last
 * piece has one byte changed, and then any bytes. Whatever they are, the layer may fail, but must
 * neither throw, write outside of what it was given, nor take part in a conversation any more that
 * it has called failed.
 *
 * <p>Byte 0 chooses the side and the version, byte 1 how many pieces of the conversation are real,
 * bytes 2 to 4 what is changed in the last one.
 */
public final class FeedFuzzer {

  private static final ByteBuffer EMPTY = ByteBuffer.allocateDirect(0);
  private static final int HEADER_BYTES = 5;
  private static final int MAX_PIECES = 4;

  private FeedFuzzer() {}

  /** The entry point of the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length < HEADER_BYTES) {
      return;
    }
    TlsProtocol version = (input[0] & 2) == 0 ? TlsProtocol.TLS_1_2 : TlsProtocol.TLS_1_3;
    try (LayerEnd server = Ends.server(version);
        LayerEnd client = Ends.client(version)) {
      LayerEnd target = (input[0] & 1) == 0 ? server : client;
      converse(client, server, target, input);
      feed(target.layer, input);
    }
  }

  private static void converse(LayerEnd client, LayerEnd server, LayerEnd target, byte[] input) {
    int pieces = (input[1] & 0xFF) % (MAX_PIECES + 1);
    for (int piece = 0; piece < pieces; piece++) {
      LayerEnd from = piece % 2 == 0 ? client : server;
      LayerEnd to = piece % 2 == 0 ? server : client;
      if (from.isOpen() && !from.hasFailed() && !from.isEnded()) {
        from.send(new byte[20]);
      }
      byte[] bytes = from.takeOutput();
      if (to == target && piece >= pieces - 2 && bytes.length > 0) {
        int position = ((input[2] & 0xFF) << 8 | (input[3] & 0xFF)) % bytes.length;
        bytes[position] ^= input[4];
      }
      to.receive(bytes, 0, bytes.length);
    }
  }

  private static void feed(TlsLayer layer, byte[] input) {
    int length = input.length - HEADER_BYTES;
    ByteBuffer ciphertext = ByteBuffer.allocateDirect(length + 1);
    ciphertext.put(input, HEADER_BYTES, length).put((byte) 0x5A).flip().limit(length);
    ByteBuffer plaintext = ciphertext.duplicate();
    Status status = Status.OK;
    for (int left = -1; left != ciphertext.remaining() && status != Status.FAILED; ) {
      left = ciphertext.remaining();
      status = layer.feed(ciphertext, plaintext);
      send(layer);
      require(plaintext.position() <= ciphertext.position(), "data ran ahead of its record");
    }
    require(ciphertext.limit(length + 1).get(length) == 0x5A, "it wrote past its input");
    if (status == Status.FAILED) {
      require(layer.feed(EMPTY, EMPTY) == Status.FAILED, "a failure did not last");
      String message = String.valueOf(layer.failure().getMessage());
      require(!message.isBlank() && !message.contains("OPENSSL"), message);
    }
  }

  private static void send(TlsLayer layer) {
    ByteBuffer slot = ByteBuffer.allocateDirect(TlsLayer.SLOT_BYTES);
    for (int turn = 0; layer.wantsToSend(); turn++) {
      require(turn < 100, "it never stops to send");
      try {
        layer.encrypt(EMPTY, slot.clear());
      } catch (SSLException e) {
        require(layer.failure().equals(e), "it failed without a failure");
      }
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}

package io.ringloom.benchmarks.load;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

/**
 * What a server has chosen for a TLS 1.3 connection: its first message, which is not encrypted.
 *
 * @param suite the cipher suite
 * @param group the key exchange group
 * @param retry whether the server asks the client to begin again, with a key of that group
 * @param resumed whether it goes on with an earlier session
 */
record ServerHello(String suite, String group, boolean retry, boolean resumed) {
  private static final int RECORD_HEADER_BYTES = 5;
  private static final int MESSAGE_HEADER_BYTES = 4;
  private static final int HANDSHAKE_RECORD = 22;
  private static final int SERVER_HELLO = 2;

  private static final int PRE_SHARED_KEY = 41;
  private static final int KEY_SHARE = 51;

  /**
   * In place of random bytes, where the server asks the client to begin again (RFC 8446, 4.1.3).
   */
  private static final byte[] RETRY_RANDOM =
      HexFormat.of().parseHex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c");

  private static final Map<Integer, String> SUITES =
      Map.of(
          0x1301, "TLS_AES_128_GCM_SHA256",
          0x1302, "TLS_AES_256_GCM_SHA384",
          0x1303, "TLS_CHACHA20_POLY1305_SHA256");

  private static final Map<Integer, String> GROUPS =
      Map.of(
          0x0017, "secp256r1",
          0x0018, "secp384r1",
          0x0019, "secp521r1",
          0x001d, "x25519",
          0x001e, "x448",
          0x11ec, "X25519MLKEM768");

  /** Reads the server's first record from a socket that blocks. */
  static ServerHello read(SocketChannel socket) throws IOException {
    ByteBuffer header = readFully(socket, RECORD_HEADER_BYTES);
    if (header.get() != HANDSHAKE_RECORD) {
      throw new IOException("The server has refused the client's hello.");
    }
    return parse(readFully(socket, Short.toUnsignedInt(header.getShort(3))));
  }

  private static ByteBuffer readFully(SocketChannel socket, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes);
    while (buffer.hasRemaining()) {
      if (socket.read(buffer) < 0) {
        throw new EOFException("The server has closed a connection in its handshake.");
      }
    }
    return buffer.flip();
  }

  private static ServerHello parse(ByteBuffer record) throws IOException {
    if (record.get(record.position()) != SERVER_HELLO) {
      throw new IOException("The server does not begin with its hello.");
    }
    skip(record, MESSAGE_HEADER_BYTES + Short.BYTES);
    byte[] random = new byte[RETRY_RANDOM.length];
    record.get(random);
    skip(record, Byte.toUnsignedInt(record.get()));
    String suite = name(SUITES, unsignedShort(record));
    skip(record, 1);
    String group = "no group";
    boolean resumed = false;
    int end = unsignedShort(record) + record.position();
    while (record.position() < end) {
      int type = unsignedShort(record);
      int bytes = unsignedShort(record);
      ByteBuffer extension = record.slice(record.position(), bytes);
      skip(record, bytes);
      if (type == KEY_SHARE) {
        group = name(GROUPS, unsignedShort(extension));
      }
      resumed |= type == PRE_SHARED_KEY;
    }
    return new ServerHello(suite, group, Arrays.equals(random, RETRY_RANDOM), resumed);
  }

  private static int unsignedShort(ByteBuffer buffer) {
    return Short.toUnsignedInt(buffer.getShort());
  }

  private static void skip(ByteBuffer buffer, int bytes) {
    buffer.position(buffer.position() + bytes);
  }

  private static String name(Map<Integer, String> names, int code) {
    return names.getOrDefault(code, "0x%04x".formatted(code));
  }

  @Override
  public String toString() {
    return group + (retry ? " after a retry" : "") + (resumed ? " (resumed), " : ", ") + suite;
  }
}

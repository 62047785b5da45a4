package io.ringloom.transport.uring;

import io.ringloom.Connection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** What handlers in these tests do. */
final class Handlers {

  private Handlers() {}

  /** Sends everything back until the end of the stream. */
  static void echo(Connection connection) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);
    while (connection.read(buffer.clear()) >= 0) {
      connection.write(buffer.flip());
    }
  }

  /** Reads up to the end of the stream, and returns the checksum of all bytes. */
  static long checksum(Connection connection) throws IOException {
    CRC32C crc = new CRC32C();
    ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);
    while (connection.read(buffer.clear()) >= 0) {
      crc.update(buffer.flip());
    }
    return crc.getValue();
  }
}

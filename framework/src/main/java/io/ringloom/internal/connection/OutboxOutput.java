package io.ringloom.internal.connection;

import io.ringloom.ConnectionOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;

/** Formats numbers and text into the outbox. Confined to the one thread that uses it. */
final class OutboxOutput implements ConnectionOutput {
  private final StreamConnection connection;
  private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

  OutboxOutput(StreamConnection connection) {
    this.connection = connection;
  }

  @Override
  public void writeByte(int value) throws IOException {
    connection.write(number.clear().put((byte) value).flip());
  }

  @Override
  public void writeShort(int value) throws IOException {
    connection.write(number.clear().putShort((short) value).flip());
  }

  @Override
  public void writeInt(int value) throws IOException {
    connection.write(number.clear().putInt(value).flip());
  }

  @Override
  public void writeLong(long value) throws IOException {
    connection.write(number.clear().putLong(value).flip());
  }

  @Override
  public void write(byte[] bytes) throws IOException {
    connection.write(ByteBuffer.wrap(bytes));
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    connection.write(ByteBuffer.wrap(bytes, offset, length));
  }

  @Override
  public void write(ByteBuffer src) throws IOException {
    connection.write(src);
  }

  @Override
  public void writeString(String text, Charset charset) throws IOException {
    connection.write(ByteBuffer.wrap(text.getBytes(charset)));
  }
}

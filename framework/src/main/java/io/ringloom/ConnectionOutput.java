package io.ringloom;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;

/**
 * Writes numbers and text to a connection. Each call is a {@link Connection#write(ByteBuffer)} with
 * its blocking behaviour and exceptions; many small calls in a row leave in one send. Numbers are
 * big-endian.
 *
 * <p>For one thread at a time.
 */
public interface ConnectionOutput {

  /**
   * Writes one byte.
   *
   * @param value the byte, in the low eight bits
   * @throws IOException as {@link Connection#write(ByteBuffer)} does
   */
  void writeByte(int value) throws IOException;

  /**
   * Writes two bytes.
   *
   * @param value the number, in the low 16 bits
   * @throws IOException as {@link Connection#write(ByteBuffer)} does
   */
  void writeShort(int value) throws IOException;

  /**
   * Writes four bytes.
   *
   * @param value the number
   * @throws IOException as {@link Connection#write(ByteBuffer)} does
   */
  void writeInt(int value) throws IOException;

  /**
   * Writes eight bytes.
   *
   * @param value the number
   * @throws IOException as {@link Connection#write(ByteBuffer)} does
   */
  void writeLong(long value) throws IOException;

  /**
   * Writes an array.
   *
   * @param bytes the bytes
   * @throws IOException as {@link Connection#write(ByteBuffer)} does
   */
  void write(byte[] bytes) throws IOException;

  /**
   * Writes a part of an array.
   *
   * @param bytes the array
   * @param offset where the part begins
   * @param length how long it is
   * @throws IOException as {@link Connection#write(ByteBuffer)} does
   */
  void write(byte[] bytes, int offset, int length) throws IOException;

  /**
   * Writes the rest of a buffer.
   *
   * @param src the bytes
   * @throws IOException as {@link Connection#write(ByteBuffer)} does
   */
  void write(ByteBuffer src) throws IOException;

  /**
   * Writes text.
   *
   * @param text the characters
   * @param charset how they become bytes
   * @throws IOException as {@link Connection#write(ByteBuffer)} does
   */
  void writeString(String text, Charset charset) throws IOException;
}

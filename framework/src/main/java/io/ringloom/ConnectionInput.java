package io.ringloom;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;

/**
 * The bytes of a connection as a parser wants them: buffered, read in place, with a limit on
 * everything whose length the peer chooses.
 *
 * <p>Every method that needs more bytes than there are waits for them, as {@link
 * Connection#read(ByteBuffer)} does and with its timeouts and exceptions; where a method fails, no
 * byte is consumed, unless it says otherwise. Numbers are big-endian.
 *
 * <p>A count, offset or limit below zero is an {@link IllegalArgumentException}.
 *
 * <p>For one thread at a time, and not after the handler has returned. Reads of the connection
 * itself take their bytes from the same place.
 */
public interface ConnectionInput {

  /** {@return how many bytes can be read without waiting} */
  int available();

  /**
   * Waits until there is a byte to read.
   *
   * @return false if the stream has ended instead, or the server is draining
   * @throws IOException as {@link Connection#read(ByteBuffer)} does
   */
  boolean awaitBytes() throws IOException;

  /**
   * Waits until a number of bytes is buffered, so that reading and peeking them does not wait.
   *
   * @param count how many, at most {@link ConnectionOptions#readHighWatermarkBytes()}
   * @throws EOFException if the stream ends before
   * @throws LimitExceededException if {@code count} is over the watermark
   * @throws IOException as {@link Connection#read(ByteBuffer)} does
   */
  void require(int count) throws IOException;

  /**
   * Returns a byte that lies ahead, without consuming anything.
   *
   * @param offset how far ahead, 0 for the next byte
   * @return the byte
   * @throws EOFException if the stream ends before
   * @throws IOException as {@link #require} does
   */
  byte peek(int offset) throws IOException;

  /**
   * Returns eight bytes that lie ahead as a number, without consuming anything. A parser that looks
   * at every byte looks at eight of them at once with this.
   *
   * @param offset how far ahead, 0 for the next byte
   * @return the bytes
   * @throws EOFException if the stream ends before
   * @throws IOException as {@link #require} does
   */
  long peekLong(int offset) throws IOException;

  /**
   * Returns bytes that lie ahead, without consuming anything.
   *
   * @param offset how far ahead, 0 for the next byte
   * @param count how many; with {@code offset} at most {@link
   *     ConnectionOptions#readHighWatermarkBytes()}
   * @return a copy of the bytes
   * @throws EOFException if the stream ends before
   * @throws IOException as {@link #require} does
   */
  byte[] peekBytes(int offset, int count) throws IOException;

  /**
   * Reads one byte.
   *
   * @return the byte
   * @throws EOFException if the stream has ended
   * @throws IOException as {@link Connection#read(ByteBuffer)} does
   */
  byte readByte() throws IOException;

  /**
   * Reads two bytes as a number.
   *
   * @return the number
   * @throws EOFException if the stream ends before
   * @throws IOException as {@link Connection#read(ByteBuffer)} does
   */
  short readShort() throws IOException;

  /**
   * Reads four bytes as a number.
   *
   * @return the number
   * @throws EOFException if the stream ends before
   * @throws IOException as {@link Connection#read(ByteBuffer)} does
   */
  int readInt() throws IOException;

  /**
   * Reads eight bytes as a number.
   *
   * @return the number
   * @throws EOFException if the stream ends before
   * @throws IOException as {@link Connection#read(ByteBuffer)} does
   */
  long readLong() throws IOException;

  /**
   * Fills the rest of a buffer. Unlike the other methods it consumes as it goes, so that the length
   * is not bounded by what can be buffered.
   *
   * @param dst what to fill
   * @throws EOFException if the stream ends before; {@code dst} holds what there was
   * @throws IOException as {@link Connection#read(ByteBuffer)} does; {@code dst} holds what there
   *     was
   */
  void readFully(ByteBuffer dst) throws IOException;

  /**
   * Reads an exact number of bytes. The array grows as bytes arrive, so a peer that announces much
   * and sends little costs little. More bytes than {@link
   * ConnectionOptions#readHighWatermarkBytes()} are consumed as they come.
   *
   * @param count how many
   * @return the bytes
   * @throws EOFException if the stream ends before
   * @throws IOException as {@link Connection#read(ByteBuffer)} does
   */
  byte[] readBytes(int count) throws IOException;

  /**
   * Reads an exact number of bytes as text.
   *
   * @param count how many bytes, not characters
   * @param charset how the bytes are to be read
   * @return the text
   * @throws EOFException if the stream ends before
   * @throws IOException as {@link Connection#read(ByteBuffer)} does
   */
  String readString(int count, Charset charset) throws IOException;

  /**
   * Finds the next occurrence of a byte, waiting until it is buffered.
   *
   * @param value the byte to find
   * @param limitBytes how far to look, at most {@link ConnectionOptions#readHighWatermarkBytes()}
   * @return how far ahead the byte is, 0 for the next one; -1 if the stream ends before it
   * @throws LimitExceededException if it is not among the next {@code limitBytes} bytes
   * @throws IOException as {@link Connection#read(ByteBuffer)} does
   */
  int indexOf(byte value, int limitBytes) throws IOException;

  /**
   * Reads up to a delimiter, and consumes it.
   *
   * @param delimiter the byte that ends the record; it is not part of the result
   * @param limitBytes how long the record may be without its delimiter
   * @return the record without its delimiter
   * @throws EOFException if the stream ends before the delimiter
   * @throws LimitExceededException if the record is longer
   * @throws IOException as {@link Connection#read(ByteBuffer)} does
   */
  byte[] readUntil(byte delimiter, int limitBytes) throws IOException;

  /**
   * Reads a line that ends with a line feed, with or without a carriage return before it, and
   * consumes both.
   *
   * @param charset how the bytes are to be read; one in which a line feed is one byte
   * @param limitBytes how long the line may be without its end
   * @return the line without its end
   * @throws EOFException if the stream ends before the line does
   * @throws LimitExceededException if the line is longer
   * @throws IOException as {@link Connection#read(ByteBuffer)} does
   */
  String readLine(Charset charset, int limitBytes) throws IOException;

  /**
   * Waits for at least one byte and writes what there is to a connection, this one or another,
   * without a buffer in between. It is what echo servers and proxies are made of: while it waits,
   * neither side owns any memory for bytes.
   *
   * @param target where the bytes go, with the blocking behaviour and exceptions of {@link
   *     Connection#write(ByteBuffer)}
   * @return how many bytes were written, -1 if the stream has ended or the server is draining
   * @throws IOException as {@link Connection#read(ByteBuffer)} and {@link
   *     Connection#write(ByteBuffer)} do
   */
  int transferTo(Connection target) throws IOException;

  /**
   * Consumes bytes without looking at them.
   *
   * @param count how many
   * @throws EOFException if the stream ends before; what there was is consumed
   * @throws IOException as {@link Connection#read(ByteBuffer)} does
   */
  void skip(long count) throws IOException;
}

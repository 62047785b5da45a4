package io.ringloom.spi;

import io.ringloom.TlsInfo;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLException;

/**
 * TLS for one connection, as bytes in and bytes out: it does no I/O, starts no thread and never
 * waits. Confined to the thread of the connection's loop.
 *
 * <p>Its owner gives what arrives to {@link #feed}, and what is to be sent to {@link #encrypt}.
 * Either may give rise to bytes that TLS itself sends: after each of them, and before the first,
 * the owner calls {@code encrypt} without plaintext for as long as {@link #wantsToSend()}. If that
 * has made bytes and the handshake is not complete, it feeds again what was left, be it nothing:
 * the layer takes no more input while it waits to send, and may only now be able to tell that the
 * handshake is complete.
 */
public interface TlsLayer extends AutoCloseable {

  /**
   * How much room {@link #encrypt} is given: for the largest record, and for a flight of a
   * handshake. It is as much as BoringSSL holds for sending.
   */
  int SLOT_BYTES = 17_408;

  /** What {@link #feed} has come upon. */
  enum Status {
    /** Nothing but data, or a part of a record or of the handshake: more input is needed. */
    OK,

    /** The handshake is complete, just now: {@link #info()} has its results. */
    HANDSHAKE_COMPLETE,

    /** The peer has ended its stream with close_notify. */
    CLOSED,

    /**
     * The peer has broken the protocol, or is not to be trusted: {@link #failure()} says how. An
     * alert may wait to be sent.
     */
    FAILED
  }

  /**
   * Decrypts whole records, as many as there are, until there is something to tell or to send. What
   * is left of {@code ciphertext} is to be given again, together with what follows it.
   *
   * @param ciphertext a direct buffer with what has arrived, from position to limit
   * @param plaintext a direct buffer that data is put into. It may be another view of the same
   *     memory, if its position is not behind that of {@code ciphertext}: a record is read before
   *     its data is written. Feeding ends, with {@link Status#OK}, when it has less room than the
   *     next record is long; 16,384 bytes are always enough
   * @return what was come upon. Data that came before it has been put into {@code plaintext}.
   */
  Status feed(ByteBuffer ciphertext, ByteBuffer plaintext);

  /**
   * Makes one record, or what TLS itself has to send first.
   *
   * @param plaintext a direct buffer with data, from position to limit; how much was taken is seen
   *     from its position and may be nothing: the same data is then to be given again, with more or
   *     nothing behind it, before any other. May be empty
   * @param slot a direct buffer with at least {@link #SLOT_BYTES} of room
   * @throws SSLException if data cannot be sent, since the handshake is not complete or the stream
   *     was ended; or if TLS has failed
   */
  void encrypt(ByteBuffer plaintext, ByteBuffer slot) throws SSLException;

  /** {@return whether TLS itself has something to send, or may have} */
  boolean wantsToSend();

  /** Ends this side's stream: close_notify is to be sent after all data so far. Idempotent. */
  void closeNotify();

  /** {@return the results of the handshake, once it is complete} */
  TlsInfo info();

  /**
   * Returns why {@link #feed} has failed.
   *
   * @return the reason, as half a sentence in the terms of TLS
   */
  SSLException failure();

  /**
   * Frees everything, whatever state it is in; what was not sent is dropped. Idempotent. Nothing
   * but this may be called afterwards.
   */
  @Override
  void close();
}

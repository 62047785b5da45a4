package io.ringloom.example.kv.client;

import io.ringloom.Connection;
import io.ringloom.ConnectionInput;
import io.ringloom.LimitExceededException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Has a handler wait for its peer and for other clients at the same time: for the next bytes, and
 * for news such as a message or an element of a list. A handler that waits for its peer sees the
 * end of the stream, wherever it stands in its code.
 *
 * <p>Whoever has news {@link #notifyOfNews interrupts} the handler's thread, but only while that
 * waits in here, and once. The handler clears the interrupt before it leaves, under the same lock;
 * so none can hit it in the middle of a write. An interrupt that nobody here has sent goes on to
 * the caller as an exception.
 *
 * <pre>
 *   RUNNING  -> WAITING   the handler begins to wait, and there is no news
 *   WAITING  -> NOTIFIED  news; the handler is interrupted
 *   WAITING, NOTIFIED
 *            -> RUNNING   the handler leaves, and clears the interrupt that was sent
 *   News while RUNNING is remembered, and the next wait returns at once.
 * </pre>
 */
final class PeerWait {

  /** What has ended a wait. */
  enum Outcome {
    /** The bytes are there. */
    BYTES,
    /** The peer has ended its stream, or the server is draining. */
    END,
    NEWS,
    TIMEOUT
  }

  private final Connection connection;

  // Guarded by this.
  private @Nullable Thread waiting;
  private boolean interrupted;
  private boolean news;

  PeerWait(Connection connection) {
    this.connection = connection;
  }

  /**
   * Waits until a number of bytes is available, the stream ends, or there is news.
   *
   * @param count how many bytes, more than there are
   * @param timeout how long at most, {@link Duration#ZERO} for ever
   * @throws LimitExceededException if more is asked for than can be buffered
   * @throws IOException if the connection fails, or the thread is interrupted by somebody else
   */
  Outcome await(int count, Duration timeout) throws IOException {
    if (!beginWait()) {
      return Outcome.NEWS;
    }
    Outcome outcome = Outcome.END;
    InterruptedIOException interrupt = null;
    connection.setReadTimeout(timeout);
    try {
      outcome = awaitBytes(count) ? Outcome.BYTES : Outcome.END;
    } catch (SocketTimeoutException e) {
      outcome = Outcome.TIMEOUT;
    } catch (InterruptedIOException e) {
      interrupt = e;
    } finally {
      connection.setReadTimeout(Duration.ZERO);
      if (endWait()) {
        outcome = Outcome.NEWS;
        interrupt = null;
      }
    }
    if (interrupt != null) {
      throw interrupt;
    }
    return outcome;
  }

  /** Ends the handler's wait, or its next one. For any thread; does not block. */
  synchronized void notifyOfNews() {
    news = true;
    if (waiting != null && !interrupted) {
      interrupted = true;
      waiting.interrupt();
    }
  }

  /**
   * Waits for bytes alone, whatever news there is.
   *
   * @return whether they are there; false if the stream has ended, or the server is draining
   */
  boolean awaitBytes(int count) throws IOException {
    ConnectionInput input = connection.input();
    if (count == 1) {
      return input.awaitBytes();
    }
    try {
      input.require(count);
      return true;
    } catch (EOFException e) {
      return false;
    }
  }

  private synchronized boolean beginWait() {
    if (news) {
      news = false;
      return false;
    }
    waiting = Thread.currentThread();
    return true;
  }

  /** Returns whether there was news. */
  private synchronized boolean endWait() {
    waiting = null;
    if (interrupted) {
      interrupted = false;
      Thread.interrupted();
    }
    boolean had = news;
    news = false;
    return had;
  }
}

package io.ringloom.internal.connection;

import io.ringloom.CloseReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/**
 * What a thread does that writes to a connection: puts its bytes into the outbox, and waits where
 * it must for room, for its own buffer, or for the end of a flush. Any thread.
 */
final class OutboxWriter {
  private final StreamConnection connection;
  private final Outbox outbox;

  OutboxWriter(StreamConnection connection, Outbox outbox) {
    this.connection = connection;
    this.outbox = outbox;
  }

  /** See {@link StreamConnection#write(ByteBuffer)}. */
  int write(ByteBuffer src) throws IOException {
    int bytes = src.remaining();
    if (bytes == 0) {
      return 0;
    }
    if (!outbox.copies(bytes)) {
      writeBorrowed(src);
      return bytes;
    }
    long deadline = connection.writeDeadline();
    boolean expired = false;
    while (true) {
      long answer = outbox.write(src, Thread.currentThread(), deadline);
      if (answer == Outbox.DONE) {
        connection.markDirty();
        return bytes;
      }
      if (answer == Outbox.NO_CHUNK) {
        writeBorrowed(src);
        return bytes;
      }
      expired = await(Operation.WRITE, answer, expired, deadline);
    }
  }

  /** See {@link StreamConnection#write(ByteBuffer[], int, int)}. */
  long write(ByteBuffer[] srcs, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, srcs.length);
    long bytes = 0;
    for (int i = offset; i < offset + length; i++) {
      bytes += srcs[i].remaining();
    }
    if (bytes == 0) {
      return 0;
    }
    if (!outbox.copies(bytes)) {
      writeBorrowed(srcs, offset, length);
      return bytes;
    }
    long deadline = connection.writeDeadline();
    boolean expired = false;
    while (true) {
      long answer =
          outbox.write(srcs, offset, length, (int) bytes, Thread.currentThread(), deadline);
      if (answer == Outbox.DONE) {
        connection.markDirty();
        return bytes;
      }
      if (answer == Outbox.NO_CHUNK) {
        writeBorrowed(srcs, offset, length);
        return bytes;
      }
      expired = await(Operation.WRITE, answer, expired, deadline);
    }
  }

  /**
   * Waits for bytes of a parser and writes what it has at hand then, at most as much as is copied.
   *
   * @return how many bytes were written, -1 if the parser's stream has ended
   */
  int writeFront(MailboxInput source) throws IOException {
    long deadline = connection.writeDeadline();
    boolean expired = false;
    while (source.awaitBytes()) {
      long answer = outbox.writeFront(source, Thread.currentThread(), deadline);
      if (answer > 0) {
        connection.markDirty();
        return (int) answer;
      }
      if (answer == Outbox.NO_CHUNK) {
        return write(source.ownBuffered());
      }
      if (answer != Outbox.DONE) {
        expired = await(Operation.WRITE, answer, expired, deadline);
      }
    }
    return -1;
  }

  /** See {@link StreamConnection#flush()}. */
  void flush() throws IOException {
    if (outbox.state() == Outbox.State.CLOSED) {
      throw connection.closedDuring(Operation.FLUSH);
    }
    long deadline = connection.writeDeadline();
    long count = outbox.acceptedBytes();
    boolean expired = false;
    long answer;
    while ((answer = outbox.awaitSettled(count, Thread.currentThread(), deadline)) != Outbox.DONE) {
      expired = await(Operation.FLUSH, answer, expired, deadline);
    }
  }

  private boolean await(Operation operation, long answer, boolean expired, long deadline)
      throws IOException {
    return connection.await(operation, answer == Outbox.CLOSED, expired, deadline);
  }

  private void writeBorrowed(ByteBuffer src) throws IOException {
    writeBorrowed(new ByteBuffer[] {src}, 0, 1);
  }

  private void writeBorrowed(ByteBuffer[] srcs, int offset, int length) throws IOException {
    BorrowedWrite[] writes = new BorrowedWrite[length];
    long bytes = 0;
    for (int i = 0; i < length; i++) {
      writes[i] = new BorrowedWrite(srcs[offset + i]);
      bytes += writes[i].remaining();
    }
    long deadline = connection.writeDeadline();
    long count = outbox.borrow(writes);
    if (count == Outbox.CLOSED) {
      throw connection.closedDuring(Operation.WRITE);
    }
    connection.markDirty();
    long from = count - bytes;
    boolean expired = false;
    long answer;
    while ((answer = outbox.awaitReturned(from, count, Thread.currentThread(), deadline))
        != Outbox.DONE) {
      if (answer == Outbox.CLOSED) {
        withdraw(writes, from, count, CloseReason.LOCAL_ABORT);
        throw connection.closedDuring(Operation.WRITE);
      }
      if (expired) {
        long sent = withdraw(writes, from, count, CloseReason.WRITE_TIMEOUT);
        throw Operation.WRITE.timedOut(connection, sent);
      }
      switch (connection.park(deadline)) {
        case WOKEN -> {}
        case EXPIRED -> expired = true;
        case INTERRUPTED -> {
          long sent = withdraw(writes, from, count, CloseReason.LOCAL_ABORT);
          throw Operation.WRITE.interrupted(connection, sent);
        }
      }
    }
  }

  /**
   * Takes borrowed buffers back, and returns how much of them was sent.
   *
   * @param from how many bytes come before them
   * @param to how many bytes come before their end
   * @param reason why the connection is reset, if it has to be: where the system sends from the
   *     buffers without a copy, nothing else makes it let go of them
   */
  private long withdraw(BorrowedWrite[] writes, long from, long to, CloseReason reason) {
    boolean interrupted = false;
    while (!outbox.withdraw(writes, from, to, Thread.currentThread())) {
      if (outbox.isStuck(from, to)) {
        connection.abort(reason);
      }
      LockSupport.park(this); // short: only until the send that has begun is over
      interrupted |= Thread.interrupted();
    }
    outbox.stopWaiting(Thread.currentThread());
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    connection.markDirty(); // what comes behind the buffers can go out now
    long sent = 0;
    for (BorrowedWrite write : writes) {
      sent += write.consumed();
    }
    return sent;
  }
}

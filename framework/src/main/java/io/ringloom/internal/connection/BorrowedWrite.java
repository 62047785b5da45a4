package io.ringloom.internal.connection;

import io.ringloom.internal.buffer.Segment;
import java.nio.ByteBuffer;

/**
 * Bytes that are sent from the buffer of a thread that waits for it. Guarded by the outbox, except
 * that the loop reads the buffer's bytes while they are on their way.
 */
final class BorrowedWrite extends Segment {
  private final ByteBuffer src;
  private final int start;
  private final int end;
  private int position;
  private boolean stopped;
  private boolean withdrawn;

  BorrowedWrite(ByteBuffer src) {
    this.src = src;
    this.start = src.position();
    this.position = start;
    this.end = src.limit();
  }

  /** Returns how many bytes are not sent yet. */
  int remaining() {
    return end - position;
  }

  /** Returns how many bytes are sent. */
  int consumed() {
    return position - start;
  }

  boolean isDirect() {
    return src.isDirect();
  }

  /** Returns whether the loop may not begin to send more of it. */
  boolean isStopped() {
    return stopped || withdrawn;
  }

  /** Says that the writer is about to withdraw it, when the send under way has ended. */
  void stop() {
    stopped = true;
  }

  boolean isWithdrawn() {
    return withdrawn;
  }

  /** Says that the writer does not wait any more: what is left is not sent. */
  void withdraw() {
    withdrawn = true;
    src.limit(end).position(position);
  }

  /** Returns the next bytes to be sent, from position to limit of the writer's buffer. */
  ByteBuffer content(int most) {
    return src.limit(position + Math.min(most, end - position)).position(position);
  }

  /** Notes that bytes were sent. */
  void consume(int count) {
    position += count;
    src.limit(end).position(position);
  }
}

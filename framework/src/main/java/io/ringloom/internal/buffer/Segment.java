package io.ringloom.internal.buffer;

import org.jspecify.annotations.Nullable;

/** An element of a mailbox's or outbox's queue, linked to the one behind it. */
public abstract class Segment {
  /** Guarded by the queue that this segment is in. */
  public @Nullable Segment next;
}

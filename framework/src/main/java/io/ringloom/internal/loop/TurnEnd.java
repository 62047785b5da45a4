package io.ringloom.internal.loop;

/** Something that takes part in the end of a turn of its event loop. */
public interface TurnEnd {

  /**
   * Copies what was not consumed out of memory that its owner takes back now. Called on the loop's
   * thread at the end of a turn, where {@link EventLoop#reclaimAtEndOfTurn} was asked to.
   */
  void reclaimLent();

  /** Ends at once since the loop has met a bug in its care for it. Called on the loop's thread. */
  void failed(Throwable bug);
}

package io.ringloom.internal.loop;

/** A connection, as its event loop sees it. */
public interface TurnMember extends LoopMember {

  /** Does what handlers have asked for since the last turn. Called on the loop's thread. */
  void flush();

  /**
   * Copies what the handler has not consumed out of memory that the driver takes back now. Called
   * on the loop's thread at the end of a turn, where {@link EventLoop#reclaimAtEndOfTurn} was asked
   * to.
   */
  void reclaimLent();

  /** Ends at once since the loop has met a bug in its care for it. Called on the loop's thread. */
  void failed(Throwable bug);
}

package io.ringloom.internal.loop;

/** A connection, as its event loop sees it. */
public interface TurnMember extends LoopMember, TurnEnd {

  /** Does what handlers have asked for since the last turn. Called on the loop's thread. */
  void flush();
}

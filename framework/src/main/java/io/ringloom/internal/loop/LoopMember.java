package io.ringloom.internal.loop;

/** Something that an event loop has to end before it ends itself: a socket in whatever state. */
public interface LoopMember {

  /**
   * Ends at once since the loop ends; {@link EventLoop#unregister} follows, now or when nothing is
   * in flight any more. Called on the loop's thread.
   */
  void loopStopping();
}

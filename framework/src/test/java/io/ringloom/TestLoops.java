package io.ringloom;

import io.ringloom.internal.loop.Clock;

/** Gives tests what the API keeps to itself: the clock of event loops. */
public final class TestLoops {

  private TestLoops() {}

  /** Sets the clock of all deadlines on the loops. */
  public static EventLoopGroup.Builder withClock(EventLoopGroup.Builder builder, Clock clock) {
    return builder.clock(clock);
  }
}

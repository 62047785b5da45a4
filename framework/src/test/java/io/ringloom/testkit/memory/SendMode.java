package io.ringloom.testkit.memory;

/** How a channel in memory sends. */
public enum SendMode {
  /** At once, as much as the peer's window has room for, as a selector does. */
  SYNCHRONOUS,

  /** Each send ends in the next poll, as a ring does. */
  COMPLETED_BY_NEXT_POLL,

  /** Each send is in flight until the test ends it. */
  COMPLETED_BY_TEST
}

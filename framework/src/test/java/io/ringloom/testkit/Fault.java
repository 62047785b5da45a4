package io.ringloom.testkit;

/** What a scripted socket does to the other side instead of sending in one piece and going on. */
public enum Fault {
  /** It sends, and resets the connection. */
  RESET,

  /** It sends, and ends its output; it can still receive. */
  HALF_CLOSE,

  /** It sends the first half, and nothing more. */
  STALL,

  /** It sends each byte by itself. */
  ONE_BYTE_AT_A_TIME,

  /** It sends, and closes both directions. */
  CLOSE
}

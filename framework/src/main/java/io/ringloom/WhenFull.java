package io.ringloom;

/** What a server does when it has as many connections as it may have. */
public enum WhenFull {
  /** It stops accepting: further peers wait in the system's backlog until one has left. */
  STOP_ACCEPTING,

  /** It accepts and closes at once, so that peers learn of it and can go elsewhere. */
  REFUSE
}

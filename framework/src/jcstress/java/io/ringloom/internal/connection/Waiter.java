package io.ringloom.internal.connection;

/** Stands for a thread that waits: never started, so that unparking it does nothing. */
final class Waiter {
  static final Thread THREAD = new Thread(() -> {});

  private Waiter() {}
}

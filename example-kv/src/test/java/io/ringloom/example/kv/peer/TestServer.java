package io.ringloom.example.kv.peer;

/** A server that a test has started, and that ends with it. */
interface TestServer extends AutoCloseable {

  /** The TCP port that it listens on, at 127.0.0.1. */
  int port();

  @Override
  void close();
}

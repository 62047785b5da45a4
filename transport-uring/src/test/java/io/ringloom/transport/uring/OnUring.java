package io.ringloom.transport.uring;

import io.ringloom.testkit.TransportUnderTest;

/** Runs a contract on this transport. */
interface OnUring extends TransportUnderTest {
  @Override
  default String transport() {
    return "uring";
  }
}

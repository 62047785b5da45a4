package io.ringloom.testkit;

/** Runs a contract on the transport uring. */
public interface OnUring extends TransportUnderTest {
  @Override
  default String transport() {
    return "uring";
  }
}

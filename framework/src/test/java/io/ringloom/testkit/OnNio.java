package io.ringloom.testkit;

/** Runs a contract on the transport nio. */
public interface OnNio extends TransportUnderTest {
  @Override
  default String transport() {
    return "nio";
  }
}

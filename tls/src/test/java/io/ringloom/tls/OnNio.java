package io.ringloom.tls;

import io.ringloom.testkit.TransportUnderTest;

/** Runs a contract on this transport. */
interface OnNio extends TransportUnderTest {
  @Override
  default String transport() {
    return "nio";
  }
}

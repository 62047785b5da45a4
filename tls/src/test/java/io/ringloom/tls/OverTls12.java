package io.ringloom.tls;

import io.ringloom.testkit.TlsUnderTest;
import io.ringloom.testkit.TransportUnderTest;
import java.util.Optional;

/** Runs a contract on connections that are encrypted with this version. */
interface OverTls12 extends TransportUnderTest {
  @Override
  default Optional<TlsUnderTest> tls() {
    return Optional.of(ContractTls.of(TlsProtocol.TLS_1_2));
  }
}

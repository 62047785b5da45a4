package io.ringloom.tls;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The cipher suites of TLS 1.2. Those of TLS 1.3 are all good and cannot be chosen. */
final class CipherSuites {

  /** Forward secrecy and authenticated encryption; what every client since 2015 or so has. */
  static final List<String> DEFAULT =
      List.of(
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  /** For the sake of old peers: what lacks forward secrecy, or encrypts and authenticates apart. */
  static final List<String> OLD =
      List.of(
          "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
          "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
          "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
          "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
          "TLS_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_RSA_WITH_AES_128_CBC_SHA",
          "TLS_RSA_WITH_AES_256_CBC_SHA");

  private static final Set<String> TLS_1_3 =
      Set.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

  private CipherSuites() {}

  static void check(List<String> suites, Set<TlsProtocol> protocols) {
    if (suites.isEmpty() && protocols.contains(TlsProtocol.TLS_1_2)) {
      throw TlsOptionCheck.invalid(
          "cipherSuites", "empty", "one suite or more where protocols has TLS_1_2");
    }
    Set<String> seen = new HashSet<>();
    for (String suite : suites) {
      String quoted = TlsOptionCheck.quoted(suite);
      if (TLS_1_3.contains(suite)) {
        throw TlsOptionCheck.invalidElement(
            "cipherSuites", quoted, "only suites of TLS 1.2; those of TLS 1.3 are always on");
      }
      if (!DEFAULT.contains(suite) && !OLD.contains(suite)) {
        throw TlsOptionCheck.invalidElement(
            "cipherSuites",
            quoted,
            "only some of " + String.join(", ", DEFAULT) + ", " + String.join(", ", OLD));
      }
      if (!seen.add(suite)) {
        throw TlsOptionCheck.invalidElement("cipherSuites", quoted + " twice", "different suites");
      }
    }
  }
}

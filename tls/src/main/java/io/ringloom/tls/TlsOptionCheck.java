package io.ringloom.tls;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks of options, whose messages name the option, its value and what is allowed. */
final class TlsOptionCheck {

  /**
   * Less than this and the ClientHello of a common client, with its post-quantum key, is refused.
   */
  static final int LEAST_HANDSHAKE_BYTES = 4096;

  private TlsOptionCheck() {}

  /** Checks what options of both sides have in common. */
  static void common(
      Set<TlsProtocol> protocols,
      List<String> cipherSuites,
      List<String> applicationProtocols,
      Duration handshakeTimeout,
      int maxHandshakeBytes) {
    if (protocols.isEmpty()) {
      throw invalid("protocols", "empty", "TLS_1_2, TLS_1_3 or both");
    }
    CipherSuites.check(cipherSuites, protocols);
    applicationProtocols(applicationProtocols);
    positive("handshakeTimeout", handshakeTimeout);
    if (maxHandshakeBytes < LEAST_HANDSHAKE_BYTES) {
      throw invalid("maxHandshakeBytes", maxHandshakeBytes, "at least " + LEAST_HANDSHAKE_BYTES);
    }
  }

  private static void applicationProtocols(List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      int bytes = name.getBytes(StandardCharsets.UTF_8).length;
      if (bytes == 0 || bytes > 255 || !StandardCharsets.US_ASCII.newEncoder().canEncode(name)) {
        throw invalidElement(
            "applicationProtocols", quoted(name), "only names of 1 to 255 ASCII characters");
      }
      if (!seen.add(name)) {
        throw invalidElement("applicationProtocols", quoted(name) + " twice", "different names");
      }
    }
  }

  static void notNegative(String option, Duration value) {
    if (value.isNegative()) {
      throw invalid(option, value, "zero or more");
    }
  }

  private static void positive(String option, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw invalid(option, value, "more than zero");
    }
  }

  static String quoted(String value) {
    return "\"" + CertificateText.safe(value) + "\"";
  }

  static IllegalArgumentException invalid(String option, Object value, String allowed) {
    return new IllegalArgumentException(option + " is " + value + ", but must be " + allowed + ".");
  }

  static IllegalArgumentException invalidElement(String option, String element, String allowed) {
    return new IllegalArgumentException(
        option + " has " + element + ", but must have " + allowed + ".");
  }
}

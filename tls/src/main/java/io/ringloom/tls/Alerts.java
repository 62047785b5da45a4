package io.ringloom.tls;

import java.util.Map;

/** The alerts of TLS by their numbers: their names, and what they mean where that helps. */
final class Alerts {

  static final int CLOSE_NOTIFY = 0;

  /** An alert. */
  private record Alert(String name, String meaning) {}

  private static final Map<Integer, Alert> BY_NUMBER =
      Map.ofEntries(
          alert(10, "unexpected_message", ""),
          alert(20, "bad_record_mac", "a record reached it damaged"),
          alert(22, "record_overflow", ""),
          alert(40, "handshake_failure", "it found nothing in common, or misses a certificate"),
          alert(42, "bad_certificate", "it does not accept this side's certificate"),
          alert(43, "unsupported_certificate", "it cannot use this kind of certificate"),
          alert(44, "certificate_revoked", "this side's certificate was revoked"),
          alert(45, "certificate_expired", "this side's certificate has expired"),
          alert(46, "certificate_unknown", "it does not trust this side's certificate"),
          alert(47, "illegal_parameter", ""),
          alert(48, "unknown_ca", "it does not know who has issued this side's certificate"),
          alert(49, "access_denied", "this side's certificate does not give access"),
          alert(50, "decode_error", ""),
          alert(51, "decrypt_error", "a signature or a Finished message does not fit"),
          alert(70, "protocol_version", "it speaks none of the versions that are enabled here"),
          alert(71, "insufficient_security", "it wants stronger cipher suites"),
          alert(80, "internal_error", "something has gone wrong on its side"),
          alert(86, "inappropriate_fallback", ""),
          alert(90, "user_canceled", ""),
          alert(100, "no_renegotiation", ""),
          alert(109, "missing_extension", ""),
          alert(110, "unsupported_extension", ""),
          alert(112, "unrecognized_name", "it does not serve the host name that was asked for"),
          alert(113, "bad_certificate_status_response", ""),
          alert(115, "unknown_psk_identity", ""),
          alert(116, "certificate_required", "it wants this side to show a certificate"),
          alert(120, "no_application_protocol", "it speaks none of the protocols in ALPN"));

  private Alerts() {}

  /** Says that the peer has sent an alert in the handshake, and which. */
  static String received(int number) {
    return number == CLOSE_NOTIFY
        ? "the peer has ended the handshake with close_notify"
        : "the peer sent the alert " + describe(number);
  }

  /** Describes an alert, such as "unknown_ca (48): it does not know ...". */
  static String describe(int number) {
    Alert alert = BY_NUMBER.get(number);
    if (alert == null) {
      return String.valueOf(number);
    }
    String numbered = alert.name + " (" + number + ")";
    return alert.meaning.isEmpty() ? numbered : numbered + ": " + alert.meaning;
  }

  private static Map.Entry<Integer, Alert> alert(int number, String name, String meaning) {
    return Map.entry(number, new Alert(name, meaning));
  }
}

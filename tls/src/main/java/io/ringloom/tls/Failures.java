package io.ringloom.tls;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLProtocolException;

/** Says what has gone wrong in the terms of TLS. */
final class Failures {

  /** How the engine words what BoringSSL has found: code, library, reason, place in its source. */
  private static final Pattern REASON =
      Pattern.compile("error:([0-9a-f]{1,8}):[^:]*:OPENSSL_internal:([A-Za-z0-9_ ]+)");

  /** The code of a received alert is its number plus this. */
  private static final int ALERT_BASE = 1000;

  private static final int CODE_MASK = 0xFFF;

  private static final String DAMAGED_RECORD = "DECRYPTION_FAILED_OR_BAD_RECORD_MAC";

  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry(DAMAGED_RECORD, "a record of the peer was damaged or forged on its way"),
          Map.entry("BAD_SIGNATURE", "the peer's signature does not fit its certificate"),
          Map.entry("CLIENTHELLO_PARSE_FAILED", "the peer sends a ClientHello that makes no sense"),
          Map.entry("DATA_LENGTH_TOO_LONG", "the peer sends a record that is too long"),
          Map.entry("DECODE_ERROR", "the peer sends a message that makes no sense"),
          Map.entry("DIGEST_CHECK_FAILED", "the peer's Finished message does not fit"),
          Map.entry("ENCRYPTED_LENGTH_TOO_LONG", "the peer sends a record that is too long"),
          Map.entry(
              "EXCESSIVE_MESSAGE_SIZE", "the peer sends a handshake message that is too long"),
          Map.entry("NO_RENEGOTIATION", ConscryptLayer.RENEGOTIATION),
          Map.entry("NO_SHARED_CIPHER", "no cipher suite in common"),
          Map.entry("NO_SHARED_GROUP", "no group for the key exchange in common"),
          Map.entry(
              "NO_COMMON_SIGNATURE_ALGORITHMS", "no signature algorithm in common for the keys"),
          Map.entry("PEER_DID_NOT_RETURN_A_CERTIFICATE", "the peer shows no certificate, but must"),
          Map.entry("SSL_HANDSHAKE_FAILURE", Alerts.received(Alerts.CLOSE_NOTIFY)),
          Map.entry("TOO_MANY_KEY_UPDATES", "the peer changes its keys too often"),
          Map.entry("UNEXPECTED_MESSAGE", "the peer sends a handshake message out of turn"),
          Map.entry("UNEXPECTED_RECORD", "the peer sends a record out of turn"),
          Map.entry("UNSUPPORTED_PROTOCOL", "no protocol version in common"),
          Map.entry("WRONG_CIPHER_RETURNED", "the peer chose a cipher suite that is not enabled"),
          Map.entry(
              "WRONG_CURVE",
              "the peer does not accept the curve of the key of this side's certificate"),
          Map.entry("WRONG_VERSION_NUMBER", "the peer sends a record of an unknown version"));

  private Failures() {}

  /**
   * Makes the exception that a user sees of what the engine or the layer has thrown.
   *
   * @param cause what was thrown
   * @param inHandshake whether the handshake was not complete
   */
  static SSLException of(Throwable cause, boolean inHandshake) {
    String message = describe(cause);
    SSLException exception =
        inHandshake ? new SSLHandshakeException(message) : new SSLProtocolException(message);
    exception.initCause(cause);
    return exception;
  }

  private static String describe(Throwable cause) {
    if (CertificateProblem.isIn(cause)) {
      return "the peer is not trusted: " + CertificateProblem.describe(cause, null, null);
    }
    String message = cause.getMessage();
    if (!(cause instanceof SSLException) || message == null) {
      return "the TLS engine has failed with " + CertificateText.safe(cause.toString());
    }
    Matcher reasons = REASON.matcher(message);
    return reasons.find() ? describeReason(message, reasons) : CertificateText.safe(message);
  }

  private static String describeReason(String message, Matcher first) {
    if (message.contains(DAMAGED_RECORD)) {
      return String.valueOf(WORDS.get(DAMAGED_RECORD)); // It comes after the cipher's own reason.
    }
    int code = (int) (Long.parseLong(first.group(1), 16) & CODE_MASK);
    String reason = first.group(2).strip();
    if (code >= ALERT_BASE) {
      return "the peer sent the alert " + Alerts.describe(code - ALERT_BASE);
    }
    String words = WORDS.get(reason);
    return words != null ? words : reason.toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}

package io.ringloom.tls;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLProtocolException;

/** Reads the headers of TLS records. */
final class Records {

  static final int MAX_PLAINTEXT_BYTES = 16_384;

  private static final int HEADER_BYTES = 5;

  /** What the engine takes. TLS 1.3 allows 64 bytes less; the engine itself sees to that. */
  private static final int MAX_BODY_BYTES = MAX_PLAINTEXT_BYTES + 320;

  private static final List<String> HTTP_STARTS =
      List.of(
          "GET ", "HEAD ", "POST ", "PUT ", "DELET", "CONNE", "OPTIO", "TRACE", "PATCH", "PRI *",
          "HTTP/");

  private static final int CHANGE_CIPHER_SPEC = 20;
  private static final int ALERT = 21;
  private static final int HANDSHAKE = 22;
  private static final int APPLICATION_DATA = 23;
  private static final int ALERT_BYTES = 2;

  private Records() {}

  /** {@return how long the first record is with its header, 0 if it has not come in full} */
  static int completeBytes(ByteBuffer ciphertext) throws SSLException {
    int available = ciphertext.remaining();
    if (available < HEADER_BYTES) {
      return 0;
    }
    int start = ciphertext.position();
    int type = ciphertext.get(start);
    int body = (ciphertext.get(start + 3) & 0xFF) << 8 | (ciphertext.get(start + 4) & 0xFF);
    if (type < CHANGE_CIPHER_SPEC || type > APPLICATION_DATA || ciphertext.get(start + 1) != 3) {
      throw new SSLProtocolException(describeNonTls(ciphertext));
    }
    if (body > MAX_BODY_BYTES) {
      throw new SSLProtocolException(
          "the peer sends a record of " + body + " bytes, more than " + MAX_BODY_BYTES);
    }
    return available - HEADER_BYTES >= body ? HEADER_BYTES + body : 0;
  }

  /** Whether the record that begins here is a handshake record, as far as its header tells. */
  static boolean isHandshake(ByteBuffer ciphertext) {
    return ciphertext.get(ciphertext.position()) == HANDSHAKE;
  }

  /** {@return the number of the alert that the first record is in plain text, -1 if it is none} */
  static int plainAlert(ByteBuffer ciphertext) {
    int start = ciphertext.position();
    boolean isAlert =
        ciphertext.get(start) == ALERT
            && ciphertext.get(start + 3) == 0
            && ciphertext.get(start + 4) == ALERT_BYTES; // a level and a number
    return isAlert ? ciphertext.get(start + HEADER_BYTES + 1) & 0xFF : -1;
  }

  private static String describeNonTls(ByteBuffer ciphertext) {
    byte[] start = new byte[HEADER_BYTES];
    ciphertext.get(ciphertext.position(), start);
    String text = new String(start, StandardCharsets.ISO_8859_1);
    if (HTTP_STARTS.stream().anyMatch(text::startsWith)) {
      return "the peer speaks plain HTTP, not TLS";
    }
    return "the peer sends what is no TLS record: it begins with "
        + HexFormat.ofDelimiter(" ").formatHex(start);
  }
}

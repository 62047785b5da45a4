package io.ringloom.tls;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLProtocolException;

/** Says what has gone wrong in the terms of TLS. */
final class Failures {

  private Failures() {}

  static SSLException of(Throwable cause, boolean inHandshake) {
    String message = String.valueOf(cause.getMessage());
    return inHandshake
        ? new SSLHandshakeException(message, cause)
        : new SSLProtocolException(message, cause);
  }
}

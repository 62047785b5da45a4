package io.ringloom.tls;

import java.security.cert.CertificateException;

/** A peer's certificates were refused; the message is half a sentence that says why. */
final class RefusedCertificateException extends CertificateException {
  private static final long serialVersionUID = 1L;

  RefusedCertificateException(String reason, Throwable cause) {
    super(reason, cause);
  }

  RefusedCertificateException(String reason) {
    super(reason);
  }
}

package io.ringloom.example.kv.peer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;

/** Trust in one certificate and nothing else. */
final class Trust {
  /** The password of the file, in which nothing is secret. */
  static final String PASSWORD = "public";

  private Trust() {}

  /** Writes what trusts a certificate into a PKCS#12 file. */
  static Path writeStore(Path certificate) throws IOException, GeneralSecurityException {
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    try (InputStream in = Files.newInputStream(certificate)) {
      trust.setCertificateEntry(
          "server", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    Path store = certificate.resolveSibling("trust.p12");
    try (OutputStream out = Files.newOutputStream(store)) {
      trust.store(out, PASSWORD.toCharArray());
    }
    return store;
  }
}

package io.ringloom.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A PKCS#12 file, whose password is that of all its entries. */
final class Pkcs12File {
  private final TlsFile file;
  private final KeyStore store;
  private final char[] password;

  private Pkcs12File(TlsFile file, KeyStore store, char[] password) {
    this.file = file;
    this.store = store;
    this.password = password;
  }

  static Pkcs12File read(String what, Path path, char[] password) throws IOException {
    TlsFile file = new TlsFile(what, path);
    byte[] bytes = file.read();
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(bytes), password);
      return new Pkcs12File(file, store, password);
    } catch (IOException e) {
      throw e.getCause() instanceof UnrecoverableKeyException
          ? file.problem("cannot be opened: the password is wrong", e)
          : file.problem("is not a PKCS#12 file, or is damaged", e);
    } catch (GeneralSecurityException e) {
      throw file.problem("cannot be opened: " + e.getMessage(), e);
    }
  }

  /** {@return the only private key, with its certificates} */
  KeyAndChain keyAndChain() throws IOException {
    try {
      List<String> keys = new ArrayList<>();
      for (String alias : Collections.list(store.aliases())) {
        if (store.isKeyEntry(alias)) {
          keys.add(alias);
        }
      }
      if (keys.isEmpty()) {
        throw file.problem("has no private key", null);
      }
      if (keys.size() > 1) {
        throw file.problem(
            "has " + keys.size() + " keys (" + String.join(", ", keys) + "), but must have one",
            null);
      }
      return entry(keys.get(0));
    } catch (UnrecoverableKeyException e) {
      throw file.problem("has a key with a password of its own; it must be that of the file", e);
    } catch (GeneralSecurityException e) {
      throw file.problem("cannot be used: " + e.getMessage(), e);
    }
  }

  private KeyAndChain entry(String alias) throws IOException, GeneralSecurityException {
    Certificate[] chain = store.getCertificateChain(alias);
    if (!(store.getKey(alias, password) instanceof PrivateKey key)) {
      throw file.problem("has a secret key (" + alias + "), but must have a private key", null);
    }
    if (chain == null || chain.length == 0) {
      throw file.problem("has no certificate for its key", null);
    }
    List<X509Certificate> certificates = new ArrayList<>();
    for (Certificate certificate : chain) {
      certificates.add((X509Certificate) certificate);
    }
    return new KeyAndChain(key, certificates.toArray(new X509Certificate[0]));
  }

  /** {@return the certificates that are marked as trusted; at least one} */
  List<X509Certificate> trustedCertificates() throws IOException {
    List<X509Certificate> certificates = new ArrayList<>();
    try {
      for (String alias : Collections.list(store.aliases())) {
        if (store.isCertificateEntry(alias)) {
          certificates.add((X509Certificate) store.getCertificate(alias));
        }
      }
    } catch (GeneralSecurityException e) {
      throw file.problem("cannot be used: " + e.getMessage(), e);
    }
    if (certificates.isEmpty()) {
      throw file.problem(
          "has no certificate that is marked as trusted; keytool -importcert marks them, and a PEM"
              + " file needs no marks",
          null);
    }
    return certificates;
  }
}

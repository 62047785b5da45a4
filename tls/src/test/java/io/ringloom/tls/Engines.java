package io.ringloom.tls;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Provider;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.conscrypt.Conscrypt;
import org.jspecify.annotations.Nullable;

/** Contexts of both kinds for tests that need engines as such. */
final class Engines {

  static final Provider CONSCRYPT = Conscrypt.newProvider();

  private Engines() {}

  static SSLContext jdk(TestCa.@Nullable Identity identity, @Nullable TestCa trusted) {
    return context(null, identity, trusted);
  }

  static SSLContext conscrypt(TestCa.@Nullable Identity identity, @Nullable TestCa trusted) {
    return context(CONSCRYPT, identity, trusted);
  }

  private static SSLContext context(
      @Nullable Provider provider, TestCa.@Nullable Identity identity, @Nullable TestCa trusted) {
    try {
      SSLContext context =
          provider == null
              ? SSLContext.getInstance("TLS", "SunJSSE")
              : SSLContext.getInstance("TLS", provider);
      context.init(keyManagers(identity), trustManagers(provider, trusted), null);
      return context;
    } catch (GeneralSecurityException | java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  private static KeyManager @Nullable [] keyManagers(TestCa.@Nullable Identity identity)
      throws GeneralSecurityException, java.io.IOException {
    if (identity == null) {
      return null;
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "key", identity.key(), new char[0], new Certificate[] {identity.certificate()});
    KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
    factory.init(store, new char[0]);
    return factory.getKeyManagers();
  }

  private static TrustManager @Nullable [] trustManagers(
      @Nullable Provider provider, @Nullable TestCa trusted)
      throws GeneralSecurityException, java.io.IOException {
    if (trusted == null) {
      return null;
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("ca", trusted.certificate);
    TrustManagerFactory factory =
        provider == null
            ? TrustManagerFactory.getInstance("PKIX")
            : TrustManagerFactory.getInstance("PKIX", provider);
    factory.init(store);
    return factory.getTrustManagers();
  }
}

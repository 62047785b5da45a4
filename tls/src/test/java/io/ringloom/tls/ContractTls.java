package io.ringloom.tls;

import io.ringloom.spi.ClientTlsFactory;
import io.ringloom.spi.ServerTlsFactory;
import io.ringloom.testkit.TlsUnderTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.EnumMap;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;

/** Ringloom's TLS with one version, against that of the JDK. */
final class ContractTls implements TlsUnderTest {
  private static final char[] PASSWORD = "contract".toCharArray();
  private static final Map<TlsProtocol, ContractTls> MADE = new EnumMap<>(TlsProtocol.class);

  private final ServerTls server;
  private final ClientTls client;
  private final SSLContext peers;
  private final String protocol;

  private ContractTls(TlsProtocol version) throws IOException, GeneralSecurityException {
    SelfSignedCertificate certificate = SelfSignedCertificate.create("localhost", "127.0.0.1");
    protocol = version == TlsProtocol.TLS_1_2 ? "TLSv1.2" : "TLSv1.3";
    server =
        ServerTls.create(
            TlsServerOptions.builder()
                .certificate(certificate.certificate())
                .protocols(version)
                .build());
    client =
        ClientTls.create(
            TlsClientOptions.builder()
                .trust(TlsTrust.of(certificate.x509()))
                .serverName("localhost")
                .protocols(version)
                .build());
    peers = context(certificate);
  }

  private static SSLContext context(SelfSignedCertificate certificate)
      throws IOException, GeneralSecurityException {
    KeyAndChain pair = certificate.certificate().read();
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, PASSWORD);
    store.setKeyEntry("peer", pair.key(), PASSWORD, pair.chain());
    store.setCertificateEntry("trusted", certificate.x509());
    KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
    keys.init(store, PASSWORD);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  /** Returns the one for a version; making it takes a while. */
  static synchronized ContractTls of(TlsProtocol version) {
    return MADE.computeIfAbsent(
        version,
        key -> {
          try {
            return new ContractTls(key);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          } catch (GeneralSecurityException e) {
            throw new AssertionError("The JDK has everything that is needed", e);
          }
        });
  }

  @Override
  public ServerTlsFactory server() {
    return server;
  }

  @Override
  public ClientTlsFactory client() {
    return client;
  }

  @Override
  public SSLEngine connectingPeer() {
    SSLEngine engine = engine();
    engine.setUseClientMode(true);
    return engine;
  }

  @Override
  public SSLEngine acceptingPeer() {
    SSLEngine engine = engine();
    engine.setUseClientMode(false);
    return engine;
  }

  @Override
  public boolean peersHalfClose() {
    return protocol.equals("TLSv1.3");
  }

  private SSLEngine engine() {
    SSLEngine engine = peers.createSSLEngine();
    engine.setEnabledProtocols(new String[] {protocol});
    return engine;
  }
}

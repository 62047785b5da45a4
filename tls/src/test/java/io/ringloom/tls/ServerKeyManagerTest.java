package io.ringloom.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringloom.tls.TestCertificates.Authority;
import io.ringloom.tls.TestCertificates.Issued;
import io.ringloom.tls.TestCertificates.KeyType;
import java.net.Socket;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.X509ExtendedTrustManager;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.conscrypt.Conscrypt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerKeyManagerTest {
  private final Authority authority = TestCertificates.authority("Test CA");
  private final Issued fallback = authority.server("fallback.example");
  private final Issued exact = authority.server("a.example.org");
  private final Issued wild = authority.server("*.example.org");
  private final Issued rsa = authority.leaf("rsa.example.org").key(KeyType.RSA).issue();
  private final ServerKeyManager manager =
      new ServerKeyManager(
          fallback.keyAndChain(),
          Map.of(
              "a.example.org", exact.keyAndChain(),
              "*.Example.org", wild.keyAndChain(),
              "rsa.example.org", rsa.keyAndChain()));

  @ParameterizedTest
  @CsvSource({
    "a.example.org, CN=a.example.org",
    "A.Example.ORG, CN=a.example.org",
    "b.example.org, CN=*.example.org",
    "B.EXAMPLE.org, CN=*.example.org",
    "rsa.example.org, CN=rsa.example.org",
    "c.b.example.org, CN=fallback.example",
    "example.org, CN=fallback.example",
    "other.example, CN=fallback.example",
    "org, CN=fallback.example"
  })
  void aCertificateIsChosenByTheNameThatIsAskedFor(String asked, String chosen) throws Exception {
    assertThat(shown(asked, "TLSv1.3")).isEqualTo(chosen);
    assertThat(shown(asked, "TLSv1.2")).isEqualTo(chosen);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void theDefaultIsForThoseWhoAskForNoName(String protocol) throws Exception {
    assertThat(shown(null, protocol)).isEqualTo("CN=fallback.example");
  }

  @Test
  void theDefaultIsForThoseWhoAskForWhatIsNoHostName() throws Exception {
    SSLEngine server = server(manager, "TLSv1.3");
    CapturingTrust trust = new CapturingTrust();
    SSLEngine client = Handshake.conscrypt(null, trust).createSSLEngine();
    Conscrypt.setHostname(client, "under_score.example.org");

    Handshake.run(client, server);

    assertThat(trust.shown).isEqualTo("CN=fallback.example");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.example.org.", "A.EXAMPLE.ORG."})
  void aLastDotIsNotPartOfAName(String name) {
    assertThat(HostNames.normalized(name)).isEqualTo("a.example.org");
  }

  @Test
  void theProtocolOfTheSessionIsRightAfterTheHandshake() throws Exception {
    SSLEngine server = server(manager, "TLSv1.3");
    SSLEngine client = client("a.example.org");

    Handshake.run(client, server);

    assertThat(server.getSession().getProtocol()).isEqualTo("TLSv1.3");
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyType.class,
      names = {"RSA", "EC", "EC_P384"})
  void aKeyOfAnyKindWorksWithEitherKindOfClient(KeyType type) throws Exception {
    Issued issued = authority.leaf("a.example").key(type).issue();
    ServerKeyManager one = new ServerKeyManager(issued.keyAndChain(), Map.of());

    for (String protocol : new String[] {"TLSv1.2", "TLSv1.3"}) {
      SSLEngine conscrypt = client("a.example");
      Handshake.run(conscrypt, server(one, protocol));
      assertThat(name(conscrypt)).isEqualTo("CN=a.example");

      SSLEngine jdk = jdkClient();
      Handshake.run(jdk, server(one, protocol));
      assertThat(name(jdk)).isEqualTo("CN=a.example");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyType.class,
      names = {"EC_P521", "ED25519"})
  void someKeysWorkWithTheJdkButNotWithConscryptAsTheClient(KeyType type) throws Exception {
    Issued issued = authority.leaf("a.example").key(type).issue();
    ServerKeyManager one = new ServerKeyManager(issued.keyAndChain(), Map.of());

    for (String protocol : new String[] {"TLSv1.2", "TLSv1.3"}) {
      SSLEngine jdk = jdkClient();
      Handshake.run(jdk, server(one, protocol));
      assertThat(name(jdk)).isEqualTo("CN=a.example");

      assertThatExceptionOfType(SSLHandshakeException.class)
          .isThrownBy(() -> Handshake.run(client("a.example"), server(one, protocol)));
    }
  }

  @Test
  void aKeyIsNotGivenForAnotherType() throws Exception {
    SSLEngine engine = server(manager, "TLSv1.3");

    assertThat(manager.chooseEngineServerAlias("EC", null, engine)).isNotNull();
    assertThat(manager.chooseEngineServerAlias("RSA", null, engine)).isNull();
    assertThat(manager.getServerAliases("RSA", null)).containsExactly("rsa.example.org");
    assertThat(manager.getServerAliases("EC", null))
        .containsExactly("*", "*.example.org", "a.example.org");
    Handshake.run(client("a.example.org"), engine);
  }

  @Test
  void whatItHandsOutCanBeChangedWithoutHarm() {
    X509Certificate[] chain = manager.getCertificateChain("a.example.org");
    assertThat(chain).isNotNull();
    chain[0] = fallback.x509();

    assertThat(manager.getCertificateChain("a.example.org")).isEqualTo(exact.chain());
  }

  @Test
  void anAliasThatItHasNotGivenIsUnknown() {
    assertThat(manager.getPrivateKey("unknown")).isNull();
    assertThat(manager.getCertificateChain("unknown")).isNull();
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyType.class,
      names = {"RSA", "EC", "EC_P384"})
  void aClientShowsItsCertificateToAServerThatNeedsOne(KeyType type) throws Exception {
    Issued mine = authority.leaf("me").key(type).usage(KeyPurposeId.id_kp_clientAuth).issue();
    for (String protocol : new String[] {"TLSv1.2", "TLSv1.3"}) {
      SSLEngine server =
          Handshake.conscrypt(manager, authority.trust().trustManager()).createSSLEngine();
      server.setEnabledProtocols(new String[] {protocol});
      server.setUseClientMode(false);
      server.setNeedClientAuth(true);
      SSLEngine client =
          Handshake.conscrypt(
                  new ClientKeyManager(mine.keyAndChain()), authority.trust().trustManager())
              .createSSLEngine();

      Handshake.run(client, server);

      assertThat(server.getSession().getPeerCertificates()).isEqualTo(mine.chain());
    }
  }

  @Test
  void aClientShowsItsCertificateAlsoToAServerThatDoesNotTrustIt() throws Exception {
    Issued strange = TestCertificates.authority("Strange CA").client("me");
    SSLEngine server =
        Handshake.conscrypt(manager, authority.trust().trustManager()).createSSLEngine();
    server.setUseClientMode(false);
    server.setNeedClientAuth(true);
    SSLEngine client =
        Handshake.conscrypt(
                new ClientKeyManager(strange.keyAndChain()), authority.trust().trustManager())
            .createSSLEngine();

    assertThatThrownBy(() -> Handshake.run(client, server))
        .satisfies(
            failure ->
                assertThat(CertificateProblem.describe(failure, null, null))
                    .isEqualTo(
                        "its certificate is not issued by a trusted authority (issuer"
                            + " CN=Strange CA)"));
  }

  private String shown(@Nullable String asked, String protocol) throws Exception {
    SSLEngine client = client(asked);
    Handshake.run(client, server(manager, protocol));
    return name(client);
  }

  private static SSLEngine server(ServerKeyManager keys, String protocol) throws Exception {
    SSLEngine server = Handshake.conscrypt(keys, null).createSSLEngine();
    server.setEnabledProtocols(new String[] {protocol});
    server.setUseClientMode(false);
    return server;
  }

  private SSLEngine client(@Nullable String asked) throws Exception {
    SSLEngine client =
        Handshake.conscrypt(null, authority.trust().trustManager()).createSSLEngine();
    client.setUseClientMode(true);
    if (asked != null) {
      Conscrypt.setHostname(client, asked);
    }
    return client;
  }

  private SSLEngine jdkClient() throws Exception {
    return Handshake.jdk(null, authority.trust().trustManager()).createSSLEngine();
  }

  private static String name(SSLEngine client) throws Exception {
    Certificate shown = client.getSession().getPeerCertificates()[0];
    return CertificateText.name((X509Certificate) shown);
  }

  /** Trusts everyone. The JDK's cannot be used with a client that asks for what is no host name. */
  private static final class CapturingTrust extends X509ExtendedTrustManager {
    private @Nullable String shown;

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
      shown = CertificateText.name(chain[0]);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}

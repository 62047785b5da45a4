package io.ringloom.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.ringloom.testkit.CapturedLog;
import io.ringloom.tls.TestCertificates.Issued;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerTlsTest {

  private static final Issued OLD = Ends.CA.server("localhost");
  private static final Issued NEW = Ends.CA.server("localhost");

  @TempDir Path directory;

  @Test
  void aReloadGivesNewConnectionsTheNewCertificateAndLetsOthersGoOn() throws Exception {
    ServerTls tls = Ends.server(options(OLD.writeTo(directory)).build());
    LayerEnd before = Ends.of(tls);
    LayerEnd client = Ends.client();
    Pump.run(client, before);
    LayerEnd inHandshake = Ends.of(tls);

    NEW.writeTo(directory);
    tls.reload();

    assertThat(certificateOf(tls)).isEqualTo(NEW.x509());
    client.send(Bytes.random(1_000, 1));
    Pump.run(client, before);
    assertThat(before.received()).isEqualTo(Bytes.random(1_000, 1));
    assertThat(certificateOf(inHandshake)).isEqualTo(OLD.x509());
    before.close();
    client.close();
  }

  @Test
  void aReloadThatFailsChangesNothing() throws Exception {
    ServerTls tls = Ends.server(options(OLD.writeTo(directory)).build());

    Files.writeString(directory.resolve("chain.pem"), "nothing");

    assertThatThrownBy(tls::reload)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(directory.resolve("chain.pem").toString());
    assertThat(certificateOf(tls)).isEqualTo(OLD.x509());
  }

  @Test
  void theOptionsCanBeReplaced() throws Exception {
    ServerTls tls = Ends.server(options(OLD.certificate()).build());

    tls.reload(
        options(NEW.certificate())
            .handshakeTimeout(Duration.ofSeconds(3))
            .maxHandshakeBytes(10_000)
            .build());

    assertThat(certificateOf(tls)).isEqualTo(NEW.x509());
    assertThat(tls.handshakeTimeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(tls.maxHandshakeBytes()).isEqualTo(10_000);
  }

  @Test
  void filesThatHaveChangedAreReadAgain() throws Exception {
    ServerTls tls = Ends.server(options(OLD.writeTo(directory)).build());
    tls.lookAtFiles();
    assertThat(certificateOf(tls)).isEqualTo(OLD.x509());

    NEW.writeTo(directory);
    tls.lookAtFiles();

    assertThat(certificateOf(tls)).isEqualTo(NEW.x509());
  }

  @Test
  void filesBehindALinkThatIsTurnedAreReadAgain() throws Exception {
    // As Kubernetes mounts secrets: chain.pem -> ..data/chain.pem, ..data -> a folder that changes.
    Path one = Files.createDirectory(directory.resolve("..1"));
    Path two = Files.createDirectory(directory.resolve("..2"));
    OLD.writeTo(one);
    NEW.writeTo(two);
    Path data = Files.createSymbolicLink(directory.resolve("..data"), one);
    Path chain =
        Files.createSymbolicLink(directory.resolve("chain.pem"), data.resolve("chain.pem"));
    Path key = Files.createSymbolicLink(directory.resolve("key.pem"), data.resolve("key.pem"));
    ServerTls tls = Ends.server(options(TlsCertificate.pem(chain, key)).build());

    Path turned = Files.createSymbolicLink(directory.resolve("..tmp"), two);
    Files.move(turned, data, StandardCopyOption.ATOMIC_MOVE);
    tls.lookAtFiles();

    assertThat(certificateOf(tls)).isEqualTo(NEW.x509());
  }

  @Test
  void aBrokenChangeIsToldOnceAndTheOldFilesStay() throws Exception {
    ServerTls tls = Ends.server(options(OLD.writeTo(directory)).build());
    try (CapturedLog log = CapturedLog.of(ServerTls.class, Level.WARN)) {
      Files.writeString(directory.resolve("key.pem"), NEW.keyPem());
      tls.lookAtFiles();
      tls.lookAtFiles();
      assertThat(log.lines())
          .singleElement()
          .asString()
          .startsWith("WARN TLS files have changed and cannot be used; the old ones stay. The ")
          .contains(directory.resolve("key.pem").toString(), "does not belong to");
      assertThat(certificateOf(tls)).isEqualTo(OLD.x509());

      Files.delete(directory.resolve("key.pem"));
      tls.lookAtFiles();
      tls.lookAtFiles();
      assertThat(log.lines()).hasSize(2);

      NEW.writeTo(directory);
      tls.lookAtFiles();
      assertThat(log.lines()).hasSize(2);
      assertThat(certificateOf(tls)).isEqualTo(NEW.x509());
    }
  }

  @Test
  void filesAreWatchedAtTheInterval() throws Exception {
    try (ServerTls tls =
        Ends.server(options(OLD.writeTo(directory)).watchInterval(Duration.ofMillis(5)).build())) {
      NEW.writeTo(directory);

      await().until(() -> certificateOf(tls).equals(NEW.x509()));
      assertThat(watchers()).hasSize(1);

      tls.reload(options(OLD.certificate()).build());
      await().until(() -> watchers().isEmpty());
    }
  }

  @Test
  void closingEndsTheWatch() throws Exception {
    ServerTls tls =
        Ends.server(options(OLD.writeTo(directory)).watchInterval(Duration.ofMillis(5)).build());
    assertThat(watchers()).hasSize(1);

    tls.close();

    await().until(() -> watchers().isEmpty());
    NEW.writeTo(directory);
    tls.lookAtFiles();
    assertThat(certificateOf(tls)).isEqualTo(OLD.x509());
  }

  @Test
  void theCertificateIsChosenByTheNameThatTheClientAsksFor() throws Exception {
    Issued exact = Ends.CA.server("a.example.org");
    Issued wildcard = Ends.CA.server("*.example.org");
    ServerTls tls =
        Ends.server(
            Ends.serverOptions()
                .certificateFor("a.example.org", exact.certificate())
                .certificateFor("*.example.org", wildcard.certificate())
                .build());

    assertThat(certificateOf(tls, "a.example.org")).isEqualTo(exact.x509());
    assertThat(certificateOf(tls, "B.Example.ORG.")).isEqualTo(wildcard.x509());
    assertThat(certificateOf(tls, "localhost")).isEqualTo(Ends.LOCALHOST.x509());
    assertThat(certificateOf(tls, "127.0.0.1")).isEqualTo(Ends.LOCALHOST.x509());
  }

  @Test
  void alpnChoosesByTheServersPreference() throws Exception {
    ServerTls server =
        Ends.server(Ends.serverOptions().applicationProtocols("h2", "http/1.1").build());

    assertThat(agreed(server, "http/1.1", "h2")).contains("h2");
    assertThat(agreed(server, "http/1.1")).contains("http/1.1");
    assertThat(agreed(server, "spdy")).isEmpty();
    assertThat(agreed(server)).isEmpty();
  }

  @Test
  void aCertificateThatDoesNotWorkWithTheOptionsIsFoundAtOnce() {
    TlsServerOptions options =
        Ends.serverOptions()
            .protocols(TlsProtocol.TLS_1_2)
            .cipherSuites(List.of("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"))
            .build();

    assertThatThrownBy(() -> ServerTls.create(options))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "The certificate CN=localhost does not work with the TLS options of the server:"
                + " no cipher suite in common.");
  }

  private static Optional<String> agreed(ServerTls tls, String... offered) throws Exception {
    LayerEnd server = Ends.of(tls);
    LayerEnd client =
        Ends.of(ClientTls.create(Ends.clientOptions().applicationProtocols(offered).build()));
    Pump.run(client, server);
    Optional<String> agreed = server.layer.info().applicationProtocol();
    assertThat(client.layer.info().applicationProtocol()).isEqualTo(agreed);
    server.close();
    client.close();
    return agreed;
  }

  private static TlsServerOptions.Builder options(TlsCertificate certificate) {
    return TlsServerOptions.builder().certificate(certificate);
  }

  private static X509Certificate certificateOf(ServerTls tls) {
    return certificateOf(tls, "localhost");
  }

  private static X509Certificate certificateOf(ServerTls tls, String name) {
    return certificateOf(Ends.of(tls), name);
  }

  private static X509Certificate certificateOf(LayerEnd server) {
    return certificateOf(server, "localhost");
  }

  private static X509Certificate certificateOf(LayerEnd server, String name) {
    ClientTls tls = Ends.client(Ends.clientOptions().build());
    try (server;
        LayerEnd client = Ends.of(tls, name)) {
      Pump.run(client, server);
      assertThat(client.isOpen()).isTrue();
      return client.layer.info().peerCertificates().get(0);
    }
  }

  private static List<Thread> watchers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("ringloom-tls-watch"))
        .toList();
  }
}

package io.ringloom.example.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Files with keys and certificates, made by {@code openssl} as a user does, and what trusts them.
 */
public final class TlsFiles {
  private static final char[] PASSWORD = "secret".toCharArray();
  private static final int SOCKET_TIMEOUT_MILLIS = 30_000;
  private static final String NEW_KEY = "-newkey ec -pkeyopt ec_paramgen_curve:P-256";

  private final Path directory;

  public TlsFiles(Path directory) {
    this.directory = directory;
  }

  /** Makes {@code NAME.pem} and {@code NAME.key} for a server on this machine. */
  public TlsFiles server(String name) throws IOException, InterruptedException {
    return selfSigned(name, "-nodes");
  }

  /** Makes {@code NAME.pem}, {@code NAME.key} and {@code NAME.password}, which the key needs. */
  public TlsFiles serverWithPassword(String name) throws IOException, InterruptedException {
    Files.writeString(path(name + ".password"), "correct horse\n");
    return selfSigned(name, "-passout file:" + name + ".password");
  }

  private TlsFiles selfSigned(String name, String howTheKeyIsKept)
      throws IOException, InterruptedException {
    openssl(
        "req -x509 "
            + NEW_KEY
            + " -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -days 2 "
            + howTheKeyIsKept
            + " -keyout "
            + name
            + ".key -out "
            + name
            + ".pem");
    return this;
  }

  /** Makes the authority {@code ca.pem} and a client that it vouches for, {@code client.p12}. */
  public TlsFiles clientAndAuthority() throws IOException, InterruptedException {
    openssl("req -x509 " + NEW_KEY + " -nodes -keyout ca.key -out ca.pem -subj /CN=Clients");
    openssl("req " + NEW_KEY + " -nodes -keyout client.key -out client.csr -subj /CN=alice");
    openssl("x509 -req -in client.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out client.pem");
    openssl("pkcs12 -export -in client.pem -inkey client.key -out client.p12 -passout pass:secret");
    return this;
  }

  public Path path(String name) {
    return directory.resolve(name);
  }

  public X509Certificate certificate(String name) throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(path(name))) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  /** Puts files in the place of others at once, as a tool that renews certificates does. */
  public void replace(String name, String by) throws IOException {
    for (String suffix : List.of(".key", ".pem")) {
      Path copy = Files.copy(path(by + suffix), path(name + suffix + ".new"));
      Files.move(copy, path(name + suffix), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Connects to a server that trusts nothing but {@code trusted.pem}, with no certificate. */
  public SSLSocket connect(ServerProcess server, String trusted)
      throws IOException, GeneralSecurityException {
    return connect(server, trusted, null);
  }

  /** Connects to a server, with the certificate in a PKCS#12 file if there is one. */
  public SSLSocket connect(ServerProcess server, String trusted, @Nullable String identity)
      throws IOException, GeneralSecurityException {
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    trust.setCertificateEntry("server", certificate(trusted));
    TrustManagerFactory trustManagers = TrustManagerFactory.getInstance("PKIX");
    trustManagers.init(trust);
    KeyManagerFactory keyManagers = KeyManagerFactory.getInstance("SunX509");
    if (identity != null) {
      keyManagers.init(KeyStore.getInstance(path(identity).toFile(), PASSWORD), PASSWORD);
    }
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        identity == null ? null : keyManagers.getKeyManagers(),
        trustManagers.getTrustManagers(),
        null);
    SSLSocket socket =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.port());
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.setSoTimeout(SOCKET_TIMEOUT_MILLIS);
    socket.startHandshake();
    return socket;
  }

  /** Runs {@code openssl}, which must end well; without it, the test is skipped. */
  public String openssl(String arguments) throws IOException, InterruptedException {
    return run(List.of(command(arguments)));
  }

  /** Runs commands of {@code openssl}, each with the output of the one before it. */
  public String pipe(String first, String second) throws IOException, InterruptedException {
    return run(List.of(command(first), command(second)));
  }

  private ProcessBuilder command(String arguments) {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments.split(" ")));
    return new ProcessBuilder(command)
        .directory(directory.toFile())
        .redirectError(ProcessBuilder.Redirect.appendTo(path("openssl.log").toFile()));
  }

  private String run(List<ProcessBuilder> commands) throws IOException, InterruptedException {
    commands.get(0).redirectInput(new File("/dev/null"));
    List<Process> processes;
    try {
      processes = ProcessBuilder.startPipeline(commands);
    } catch (IOException e) {
      return abort("there is no openssl command here: " + e.getMessage());
    }
    Process last = processes.get(processes.size() - 1);
    String output;
    try (InputStream in = last.getInputStream()) {
      output = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    assertThat(last.waitFor())
        .as(() -> commands.get(commands.size() - 1).command() + ": " + log())
        .isZero();
    return output;
  }

  private String log() {
    try {
      return Files.readString(path("openssl.log"));
    } catch (IOException e) {
      return e.toString();
    }
  }
}

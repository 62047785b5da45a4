package io.ringloom.example.common;

import io.ringloom.tls.ClientAuthentication;
import io.ringloom.tls.SelfSignedCertificate;
import io.ringloom.tls.ServerTls;
import io.ringloom.tls.TlsCertificate;
import io.ringloom.tls.TlsServerOptions;
import io.ringloom.tls.TlsTrust;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of the command line that are about TLS. Picocli sets all fields before a call. */
final class TlsOptions {
  private static final Logger LOG = LoggerFactory.getLogger(TlsOptions.class);

  @Option(
      names = "--tls-self-signed",
      description =
          "For a first try: encrypt with TLS, by a new certificate for localhost whose fingerprint"
              + " is printed.")
  private boolean selfSigned;

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description =
          "Encrypt with TLS, and show the certificates in this PEM file, the server's own first.")
  private @Nullable Path certificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "PEM file with the private key of the certificate.")
  private @Nullable Path key;

  @Option(
      names = "--tls-key-password-file",
      paramLabel = "FILE",
      description = "File whose first line is the password of the private key.")
  private @Nullable Path passwordFile;

  @Option(
      names = "--tls-client-ca",
      paramLabel = "FILE",
      description =
          "Serve only clients with a certificate that is issued by an authority in this PEM file.")
  private @Nullable Path clientAuthorities;

  @Option(
      names = "--tls-watch",
      paramLabel = "TIME",
      defaultValue = "0",
      converter = DurationConverter.class,
      description =
          "How often to look whether these files have changed; new connections get the new ones."
              + " Default: never")
  private Duration watchInterval = Duration.ZERO;

  /** Makes what encrypts, or null if nothing is to. */
  @Nullable ServerTls open(CommandLine commandLine) throws IOException {
    check(commandLine);
    if (certificate == null && !selfSigned) {
      return null;
    }
    TlsServerOptions.Builder options = TlsServerOptions.builder().watchInterval(watchInterval);
    if (clientAuthorities != null) {
      options
          .clientAuthentication(ClientAuthentication.NEED)
          .clientTrust(TlsTrust.pem(clientAuthorities));
    }
    if (!selfSigned) {
      return ServerTls.create(options.certificate(fromFiles(certificate, key)).build());
    }
    SelfSignedCertificate made = SelfSignedCertificate.create("localhost", "127.0.0.1", "::1");
    ServerTls tls = ServerTls.create(options.certificate(made.certificate()).build());
    LOG.info(
        "A new self-signed certificate for localhost has the SHA-256 fingerprint {}.",
        made.fingerprint());
    return tls;
  }

  private TlsCertificate fromFiles(@Nullable Path chainFile, @Nullable Path keyFile)
      throws IOException {
    if (chainFile == null || keyFile == null) {
      throw new IllegalStateException("check() has looked for both.");
    }
    return passwordFile == null
        ? TlsCertificate.pem(chainFile, keyFile)
        : TlsCertificate.pem(
            chainFile,
            keyFile,
            PasswordFile.read(passwordFile, StandardCharsets.UTF_8).toCharArray());
  }

  private void check(CommandLine commandLine) {
    if (selfSigned && (certificate != null || key != null)) {
      throw new ParameterException(
          commandLine, "--tls-self-signed cannot be combined with --tls-cert or --tls-key.");
    }
    if ((certificate == null) != (key == null)) {
      throw new ParameterException(
          commandLine,
          certificate == null
              ? "--tls-key needs --tls-cert, the file with the certificate."
              : "--tls-cert needs --tls-key, the file with its private key.");
    }
    if (passwordFile != null && key == null) {
      throw new ParameterException(commandLine, "--tls-key-password-file needs --tls-key.");
    }
    if (clientAuthorities != null && certificate == null && !selfSigned) {
      throw new ParameterException(
          commandLine, "--tls-client-ca needs --tls-cert and --tls-key, or --tls-self-signed.");
    }
    if (!watchInterval.isZero() && certificate == null) {
      throw new ParameterException(commandLine, "--tls-watch needs --tls-cert and --tls-key.");
    }
  }
}

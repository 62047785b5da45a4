package io.ringloom.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A new key and a certificate that it has signed itself, for development and tests. No client
 * trusts it unless it is told to. Immutable.
 *
 * <p>The key is EC on P-256 and exists only in memory. The certificate is valid from a day ago, for
 * clocks that are slow, for 90 days.
 */
public final class SelfSignedCertificate {
  private static final Duration SLOW_CLOCK = Duration.ofDays(1);
  private static final Duration VALIDITY = Duration.ofDays(90);
  private static final int SERIAL_NUMBER_BITS = 128;

  /** The most that X.509 lets a common name have. */
  private static final int MAX_COMMON_NAME_CHARACTERS = 64;

  private final TlsCertificate certificate;
  private final X509Certificate x509;

  private SelfSignedCertificate(TlsCertificate certificate, X509Certificate x509) {
    this.certificate = certificate;
    this.x509 = x509;
  }

  /**
   * Makes a key and a certificate.
   *
   * @param hostNamesOrAddresses whom it is for, such as {@code localhost} and {@code 127.0.0.1};
   *     one or more. A name may begin with {@code *.}
   * @return the certificate
   * @throws IllegalArgumentException if there is no name, or one is neither a host name nor an
   *     address
   */
  public static SelfSignedCertificate create(String... hostNamesOrAddresses) {
    if (hostNamesOrAddresses.length == 0) {
      throw TlsOptionCheck.invalid("hostNamesOrAddresses", "empty", "one or more");
    }
    List<String> hosts = new ArrayList<>();
    for (String host : hostNamesOrAddresses) {
      hosts.add(
          HostNames.isAddress(host)
              ? host
              : HostNames.checkedPattern("hostNamesOrAddresses", host));
    }
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      X509Certificate x509 = sign(pair, hosts);
      return new SelfSignedCertificate(TlsCertificate.of(pair.getPrivate(), x509), x509);
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException("This JVM cannot sign with an EC key on P-256.", e);
    }
  }

  private static X509Certificate sign(KeyPair pair, List<String> hosts)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    String first = hosts.get(0);
    X500Principal name =
        new X500Principal(
            first.length() <= MAX_COMMON_NAME_CHARACTERS
                ? "CN=" + quoted(first)
                : "CN=self-signed");
    Instant from = Instant.now().minus(SLOW_CLOCK);
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            name,
            new BigInteger(SERIAL_NUMBER_BITS, new SecureRandom()).setBit(SERIAL_NUMBER_BITS - 2),
            Date.from(from),
            Date.from(from.plus(VALIDITY)),
            name,
            pair.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(
        Extension.extendedKeyUsage,
        false,
        new ExtendedKeyUsage(
            new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth}));
    builder.addExtension(Extension.subjectAlternativeName, false, names(hosts));
    byte[] encoded =
        builder
            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
            .getEncoded();
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(encoded));
  }

  /** Colons of an IPv6 address are fine in a quoted value. */
  private static String quoted(String value) {
    return "\"" + value + "\"";
  }

  private static GeneralNames names(List<String> hosts) {
    return new GeneralNames(
        hosts.stream()
            .map(
                host ->
                    new GeneralName(
                        HostNames.isAddress(host) ? GeneralName.iPAddress : GeneralName.dNSName,
                        host))
            .toArray(GeneralName[]::new));
  }

  /** {@return the key and certificate, for a server's or client's options} */
  public TlsCertificate certificate() {
    return certificate;
  }

  /** {@return the certificate, for those who are to trust it} */
  public X509Certificate x509() {
    return x509;
  }

  /**
   * Returns what users can compare by eye.
   *
   * @return the SHA-256 of the certificate, in upper-case hexadecimal bytes with colons between
   *     them
   */
  public String fingerprint() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(x509.getEncoded());
      return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JVM cannot compute a SHA-256.", e);
    }
  }
}

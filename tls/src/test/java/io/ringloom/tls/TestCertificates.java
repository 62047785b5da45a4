package io.ringloom.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.stream.Stream;
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
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;
import org.jspecify.annotations.Nullable;

/**
 * Certificates for tests, made on the spot: {@code authority("Test CA").server("localhost")} is one
 * for a server, with its key.
 */
public final class TestCertificates {
  private static final SecureRandom RANDOM = new SecureRandom();

  private TestCertificates() {}

  /** {@return a new root authority, whose certificate is {@link Authority#x509()}} */
  public static Authority authority(String commonName) {
    KeyPair pair = newKey(KeyType.EC);
    X500Principal name = new X500Principal("CN=" + commonName);
    X509Certificate x509 = new Leaf(null, pair, name, true).sign(pair.getPrivate(), name);
    return new Authority(pair, x509, new X509Certificate[0]);
  }

  /** The kinds of keys. */
  public enum KeyType {
    RSA,
    EC,
    EC_P384,
    EC_P521,
    ED25519
  }

  /** {@return a new pair of keys} */
  public static KeyPair newKey(KeyType type) {
    try {
      KeyPairGenerator generator =
          KeyPairGenerator.getInstance(
              switch (type) {
                case RSA -> "RSA";
                case EC, EC_P384, EC_P521 -> "EC";
                case ED25519 -> "Ed25519";
              });
      switch (type) {
        case RSA -> generator.initialize(2048);
        case EC -> generator.initialize(new ECGenParameterSpec("secp256r1"));
        case EC_P384 -> generator.initialize(new ECGenParameterSpec("secp384r1"));
        case EC_P521 -> generator.initialize(new ECGenParameterSpec("secp521r1"));
        case ED25519 -> {}
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An authority, root or intermediate. */
  public static final class Authority {
    private final KeyPair pair;
    private final X509Certificate x509;
    private final X509Certificate[] path;

    /**
     * Makes an authority.
     *
     * @param path what a peer has to show after its own certificate, nothing below a root
     */
    private Authority(KeyPair pair, X509Certificate x509, X509Certificate[] path) {
      this.pair = pair;
      this.x509 = x509;
      this.path = path;
    }

    /** {@return its certificate, for those who are to trust it} */
    public X509Certificate x509() {
      return x509;
    }

    /** {@return a trust in this authority alone} */
    public TlsTrust trust() {
      return TlsTrust.of(x509);
    }

    /** {@return a new authority that this one vouches for} */
    public Authority intermediate(String commonName) {
      return leaf(commonName).authority().issue().asAuthority();
    }

    /** {@return a certificate for a server, with an EC key; valid now} */
    public Issued server(String... hosts) {
      return leaf(hosts[0]).hosts(hosts).issue();
    }

    /** {@return a certificate for a client, with an EC key; valid now} */
    public Issued client(String commonName) {
      return leaf(commonName).usage(KeyPurposeId.id_kp_clientAuth).issue();
    }

    /** {@return a certificate for a server that expired a day ago} */
    public Issued expired(String... hosts) {
      return leaf(hosts[0]).hosts(hosts).valid(Duration.ofDays(-10), Duration.ofDays(-1)).issue();
    }

    /** {@return what makes any other certificate} */
    public Leaf leaf(String commonName) {
      return new Leaf(
          this, newKey(KeyType.EC), new X500Principal("CN=\"" + commonName + "\""), false);
    }
  }

  /** Makes a certificate. */
  public static final class Leaf {
    private final @Nullable Authority issuer;
    private KeyPair pair;
    private final X500Principal subject;
    private boolean authority;
    private String[] hosts = {};
    private KeyPurposeId usage = KeyPurposeId.id_kp_serverAuth;
    private Instant from = Instant.now().minus(Duration.ofDays(1));
    private Instant until = Instant.now().plus(Duration.ofDays(10));

    private Leaf(
        @Nullable Authority issuer, KeyPair pair, X500Principal subject, boolean authority) {
      this.issuer = issuer;
      this.pair = pair;
      this.subject = subject;
      this.authority = authority;
    }

    /** Sets what kind of key it has; EC on P-256 if not set. */
    public Leaf key(KeyType type) {
      pair = newKey(type);
      return this;
    }

    /** Sets which host names and addresses it is for; none if not set. */
    public Leaf hosts(String... namesOrAddresses) {
      hosts = namesOrAddresses;
      return this;
    }

    /** Sets what it may be used for; to be a server if not set. */
    public Leaf usage(KeyPurposeId purpose) {
      usage = purpose;
      return this;
    }

    /** Sets when it is valid, counted from now. */
    public Leaf valid(Duration fromNow, Duration untilThen) {
      from = Instant.now().plus(fromNow);
      until = Instant.now().plus(untilThen);
      return this;
    }

    /** Makes it an authority. */
    public Leaf authority() {
      authority = true;
      return this;
    }

    /** {@return the certificate, signed by its authority} */
    public Issued issue() {
      if (issuer == null) {
        throw new IllegalStateException("A root signs itself.");
      }
      X509Certificate x509 = sign(issuer.pair.getPrivate(), issuer.x509.getSubjectX500Principal());
      return new Issued(
          pair,
          Stream.concat(Stream.of(x509), Stream.of(issuer.path)).toArray(X509Certificate[]::new));
    }

    /** {@return the certificate, signed by its own key} */
    public Issued selfSigned() {
      return new Issued(pair, new X509Certificate[] {sign(pair.getPrivate(), subject)});
    }

    private X509Certificate sign(PrivateKey issuerKey, X500Principal issuerName) {
      try {
        JcaX509v3CertificateBuilder builder =
            new JcaX509v3CertificateBuilder(
                issuerName,
                new BigInteger(100, RANDOM),
                Date.from(from),
                Date.from(until),
                subject,
                pair.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        builder.addExtension(
            Extension.keyUsage,
            true,
            new KeyUsage(
                authority ? KeyUsage.keyCertSign | KeyUsage.cRLSign : KeyUsage.digitalSignature));
        if (!authority) {
          builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(usage));
        }
        if (hosts.length > 0) {
          builder.addExtension(Extension.subjectAlternativeName, false, names());
        }
        byte[] encoded =
            builder
                .build(new JcaContentSignerBuilder(signature(issuerKey)).build(issuerKey))
                .getEncoded();
        return (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(encoded));
      } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
        throw new IllegalStateException(e);
      }
    }

    private GeneralNames names() {
      return new GeneralNames(
          Stream.of(hosts)
              .map(
                  host ->
                      new GeneralName(
                          HostNames.isAddress(host) ? GeneralName.iPAddress : GeneralName.dNSName,
                          host))
              .toArray(GeneralName[]::new));
    }

    private static String signature(PrivateKey key) {
      return switch (key.getAlgorithm()) {
        case "RSA" -> "SHA256withRSA";
        case "EC" -> "SHA256withECDSA";
        default -> "Ed25519";
      };
    }
  }

  /**
   * A certificate with its key and what leads to its root.
   *
   * @param pair the keys
   * @param path its own certificate, then the intermediate ones; the root is not among them
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares or changes them
  public record Issued(KeyPair pair, X509Certificate[] path) {

    /** {@return the private key} */
    public PrivateKey key() {
      return pair.getPrivate();
    }

    /** {@return its own certificate} */
    public X509Certificate x509() {
      return path[0];
    }

    /** {@return its own certificate, then the intermediate ones} */
    public X509Certificate[] chain() {
      return path.clone();
    }

    /** {@return the authority that it is, if it was made as one} */
    public Authority asAuthority() {
      return new Authority(pair, x509(), path);
    }

    /** {@return both as a server's or client's option, from memory} */
    public TlsCertificate certificate() {
      return TlsCertificate.of(key(), path);
    }

    /** {@return both as a key manager has them} */
    KeyAndChain keyAndChain() {
      return new KeyAndChain(key(), path);
    }

    /** {@return the chain in PEM} */
    public String chainPem() {
      return TestCertificates.pem(path);
    }

    /** {@return the private key in PEM, as PKCS#8} */
    public String keyPem() {
      return pemBlock("PRIVATE KEY", key().getEncoded());
    }

    /** {@return both as a server's or client's option, from the files chain.pem and key.pem} */
    public TlsCertificate writeTo(Path directory) {
      try {
        Path chain = Files.writeString(directory.resolve("chain.pem"), chainPem());
        Path key = Files.writeString(directory.resolve("key.pem"), keyPem());
        return TlsCertificate.pem(chain, key);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** {@return certificates in PEM} */
  public static String pem(X509Certificate... certificates) {
    StringBuilder text = new StringBuilder();
    for (X509Certificate certificate : certificates) {
      try {
        text.append(pemBlock("CERTIFICATE", certificate.getEncoded()));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
    return text.toString();
  }

  /** {@return one block of PEM} */
  public static String pemBlock(String type, byte[] content) {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(new PemObject(type, content));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}

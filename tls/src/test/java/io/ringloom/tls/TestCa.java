package io.ringloom.tls;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority for tests. */
final class TestCa {

  /** A key with its certificate, which the authority has signed. */
  record Identity(PrivateKey key, X509Certificate certificate) {}

  private static final AtomicLong SERIAL = new AtomicLong(1);

  final X509Certificate certificate;
  private final KeyPair keys = newKeys();
  private final X500Principal name;

  TestCa(String name) {
    this.name = new X500Principal("CN=" + name);
    certificate = sign(this.name, keys, true, List.of(), 0, 30);
  }

  /** Makes a certificate for host names or addresses that is valid now. */
  Identity issue(String... hosts) {
    return issue(-1, 30, hosts);
  }

  /** Makes a certificate that is valid from some days from now to some days from now. */
  Identity issue(int fromDays, int toDays, String... hosts) {
    KeyPair leaf = newKeys();
    List<GeneralName> names = new ArrayList<>();
    for (String host : hosts) {
      boolean address = host.matches("[0-9.]+|.*:.*");
      names.add(new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, host));
    }
    X500Principal subject = new X500Principal("CN=" + hosts[0]);
    return new Identity(leaf.getPrivate(), sign(subject, leaf, false, names, fromDays, toDays));
  }

  private X509Certificate sign(
      X500Principal subject,
      KeyPair subjectKeys,
      boolean authority,
      List<GeneralName> names,
      int fromDays,
      int toDays) {
    Instant now = Instant.now();
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
              name,
              BigInteger.valueOf(SERIAL.getAndIncrement()),
              Date.from(now.plus(fromDays, ChronoUnit.DAYS).minusSeconds(60)),
              Date.from(now.plus(toDays, ChronoUnit.DAYS)),
              subject,
              subjectKeys.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      if (!names.isEmpty()) {
        builder.addExtension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(names.toArray(GeneralName[]::new)));
      }
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
      throw new AssertionError(e);
    }
  }

  private static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}

package io.ringloom.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/** Finds out whether a private key can be used, and with which certificate. */
final class KeyCheck {

  private KeyCheck() {}

  /**
   * Returns what is wrong with a key and its certificates.
   *
   * @return the second half of a sentence about the key, null if nothing is wrong
   */
  static @Nullable String problem(PrivateKey key, X509Certificate[] chain) {
    String signature = signatureAlgorithm(chain[0].getPublicKey());
    if (signature == null) {
      return "belongs to a certificate of the type "
          + chain[0].getPublicKey().getAlgorithm()
          + ", but must be RSA, EC or Ed25519";
    }
    if (belongTogether(key, chain[0].getPublicKey())) {
      return null;
    }
    for (X509Certificate other : chain) {
      if (belongTogether(key, other.getPublicKey())) {
        return "belongs to the certificate "
            + CertificateText.name(other)
            + ", which must be the first of its chain";
      }
    }
    return "does not belong to the certificate " + CertificateText.name(chain[0]);
  }

  /** Whether what the one signs is true to the other; works for keys that do not leave a device. */
  private static boolean belongTogether(PrivateKey privateKey, PublicKey publicKey) {
    String algorithm = signatureAlgorithm(publicKey);
    if (algorithm == null) {
      return false;
    }
    byte[] message = {1, 2, 3, 4};
    try {
      Signature signer = Signature.getInstance(algorithm);
      signer.initSign(privateKey);
      signer.update(message);
      byte[] signed = signer.sign();
      Signature verifier = Signature.getInstance(algorithm);
      verifier.initVerify(publicKey);
      verifier.update(message);
      return verifier.verify(signed);
    } catch (GeneralSecurityException e) {
      // Keys of two types, or two sizes: whatever the reason, they are not a pair.
      return false;
    }
  }

  private static @Nullable String signatureAlgorithm(PublicKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      case "Ed25519", "EdDSA" -> "EdDSA";
      default -> null;
    };
  }
}

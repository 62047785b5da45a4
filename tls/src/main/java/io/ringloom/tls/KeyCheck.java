package io.ringloom.tls;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds out whether a private key can be used, and with which certificate. */
final class KeyCheck {

  private static final List<String> CURVES = List.of("secp256r1", "secp384r1", "secp521r1");

  private KeyCheck() {}

  /**
   * Returns what is wrong with a key and its certificates.
   *
   * @param where what to say after the name of a certificate
   * @return the second half of a sentence about the key, null if nothing is wrong
   */
  static @Nullable String problem(PrivateKey key, X509Certificate[] chain, String where) {
    String signature = signatureAlgorithm(chain[0].getPublicKey());
    if (signature == null) {
      return "is of the type " + type(chain[0].getPublicKey()) + ", but must be RSA, EC or Ed25519";
    }
    if (chain[0].getPublicKey() instanceof ECPublicKey ec && !isCurveOfTls(ec.getParams())) {
      return "is on another EC curve than P-256, P-384 and P-521";
    }
    if (belongTogether(key, chain[0].getPublicKey())) {
      return null;
    }
    for (X509Certificate other : chain) {
      if (belongTogether(key, other.getPublicKey())) {
        return "belongs to the certificate "
            + CertificateText.name(other)
            + where
            + ", which must be the first of its chain";
      }
    }
    return "does not belong to the certificate " + CertificateText.name(chain[0]) + where;
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

  private static boolean isCurveOfTls(ECParameterSpec curve) {
    try {
      for (String name : CURVES) {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(name));
        ECParameterSpec known = parameters.getParameterSpec(ECParameterSpec.class);
        if (known.getCurve().equals(curve.getCurve())
            && known.getGenerator().equals(curve.getGenerator())) {
          return true;
        }
      }
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JVM does not know the curves of TLS.", e);
    }
  }

  private static @Nullable String signatureAlgorithm(PublicKey key) {
    return switch (type(key)) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      case "Ed25519" -> "Ed25519";
      default -> null;
    };
  }

  private static String type(PublicKey key) {
    // Its algorithm says EdDSA, which Ed448 is as well.
    return key instanceof EdECPublicKey edwards
        ? edwards.getParams().getName()
        : key.getAlgorithm();
  }
}

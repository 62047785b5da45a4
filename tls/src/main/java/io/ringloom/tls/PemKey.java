package io.ringloom.tls;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.security.PrivateKey;
import java.security.Provider;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEInputDecryptorProviderBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;
import org.jspecify.annotations.Nullable;

/** Turns a PEM block into a private key: PKCS#8, PKCS#1 and SEC 1, encrypted or not. */
final class PemKey {

  private PemKey() {}

  static PrivateKey read(TlsFile file, PemObject block, char @Nullable [] password)
      throws IOException {
    return convert(file, decrypt(file, parse(file, block), password));
  }

  private static Object parse(TlsFile file, PemObject block) throws IOException {
    // The parser knows every type of block, but stops at those that it does not know; so it is
    // given
    // this block alone.
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(block);
    }
    try (PEMParser parser = new PEMParser(new StringReader(text.toString()))) {
      return parser.readObject();
    } catch (IOException | RuntimeException e) {
      throw file.problem("has a damaged private key", e);
    }
  }

  private static PrivateKeyInfo decrypt(TlsFile file, Object parsed, char @Nullable [] password)
      throws IOException {
    if (parsed instanceof PrivateKeyInfo info) {
      return info;
    }
    if (parsed instanceof PEMKeyPair pair) {
      return pair.getPrivateKeyInfo();
    }
    if (password == null) {
      throw file.problem("has an encrypted private key, but no password was given", null);
    }
    try {
      if (parsed instanceof PKCS8EncryptedPrivateKeyInfo encrypted) {
        return encrypted.decryptPrivateKeyInfo(
            new JcePKCSPBEInputDecryptorProviderBuilder()
                .setProvider(Decryption.PROVIDER)
                .build(password));
      }
      return ((PEMEncryptedKeyPair) parsed)
          .decryptKeyPair(
              new JcePEMDecryptorProviderBuilder().setProvider(Decryption.PROVIDER).build(password))
          .getPrivateKeyInfo();
    } catch (IOException | PKCSException | RuntimeException e) {
      throw e.getCause() instanceof OperatorCreationException
          ? file.problem("has a private key that is encrypted in an unknown way", e)
          : file.problem("cannot be decrypted: the password is wrong, or the key damaged", e);
    }
  }

  private static PrivateKey convert(TlsFile file, PrivateKeyInfo info) throws IOException {
    try {
      return new JcaPEMKeyConverter().getPrivateKey(info);
    } catch (PEMException | RuntimeException e) {
      throw file.problem("has a private key that is damaged, or of a kind that cannot be used", e);
    }
  }

  /**
   * Decrypts what the JDK's providers do not, such as keys from scrypt. Made on first use, which
   * takes a while; not registered with the JVM.
   */
  private static final class Decryption {
    static final Provider PROVIDER = new BouncyCastleProvider();
  }
}

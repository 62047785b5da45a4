package io.ringloom.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.jspecify.annotations.Nullable;

/** The blocks of a PEM file. Blocks that are not asked for are not looked into. */
final class PemFile {
  private static final Set<String> CERTIFICATE_TYPES =
      Set.of("CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE");

  /** What a text begins with if an editor has marked it as UTF-8, read as ISO 8859-1. */
  private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";

  private final TlsFile file;
  private final List<PemObject> blocks;

  private PemFile(TlsFile file, List<PemObject> blocks) {
    this.file = file;
    this.blocks = blocks;
  }

  static PemFile read(String what, Path path) throws IOException {
    TlsFile file = new TlsFile(what, path);
    byte[] bytes = file.read();
    List<PemObject> blocks = blocks(file, bytes);
    if (blocks.isEmpty()) {
      throw file.problem("is not a PEM file: it has no line that begins with -----BEGIN", null);
    }
    return new PemFile(file, blocks);
  }

  private static List<PemObject> blocks(TlsFile file, byte[] bytes) throws IOException {
    // Text between the blocks may be in any encoding; this one never fails.
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    if (text.startsWith(BYTE_ORDER_MARK)) {
      text = text.substring(BYTE_ORDER_MARK.length());
    }
    List<PemObject> blocks = new ArrayList<>();
    try (PemReader reader = new PemReader(new StringReader(text))) {
      for (PemObject block = reader.readPemObject(); block != null; ) {
        blocks.add(block);
        block = reader.readPemObject();
      }
    } catch (IOException | RuntimeException e) {
      // What is wrong with Base64 comes out as a RuntimeException.
      throw file.problem(
          "is damaged in block " + (blocks.size() + 1) + " (" + e.getMessage() + ")", e);
    }
    return blocks;
  }

  /** {@return the certificates in their order; at least one} */
  List<X509Certificate> certificates() throws IOException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (PemObject block : blocks) {
      if (CERTIFICATE_TYPES.contains(block.getType())) {
        try {
          // Of an OpenSSL "trusted certificate", this reads the certificate and not what follows
          // it.
          certificates.add(
              (X509Certificate)
                  CertificateFactory.getInstance("X.509")
                      .generateCertificate(new ByteArrayInputStream(block.getContent())));
        } catch (CertificateException e) {
          throw file.problem("is damaged in certificate " + (certificates.size() + 1), e);
        }
      }
    }
    if (certificates.isEmpty()) {
      throw file.problem("has no certificate, only " + types(), null);
    }
    return certificates;
  }

  /** {@return the only private key} */
  PrivateKey privateKey(char @Nullable [] password) throws IOException {
    List<PemObject> keys =
        blocks.stream().filter(block -> block.getType().endsWith("PRIVATE KEY")).toList();
    if (keys.isEmpty()) {
      throw file.problem("has no private key, only " + types(), null);
    }
    if (keys.size() > 1) {
      throw file.problem("has " + keys.size() + " private keys, but must have one", null);
    }
    return PemKey.read(file, keys.get(0), password);
  }

  private String types() {
    return String.join(", ", blocks.stream().map(PemObject::getType).distinct().toList());
  }
}

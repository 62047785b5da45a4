package io.ringloom.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/** A private key and the certificates that vouch for it, its own first. Immutable. */
final class KeyAndChain {
  private final PrivateKey key;
  private final X509Certificate[] chain;

  KeyAndChain(PrivateKey key, X509Certificate[] chain) {
    this.key = key;
    this.chain = chain.clone();
  }

  PrivateKey key() {
    return key;
  }

  X509Certificate[] chain() {
    return chain.clone();
  }

  X509Certificate leaf() {
    return chain[0];
  }

  /**
   * Returns the type of key that a key manager is asked for to get this one. An engine asks for
   * "RSA" and for "EC", and takes an Ed25519 key where it has asked for EC.
   */
  String keyType() {
    return leaf().getPublicKey().getAlgorithm().equals("RSA") ? "RSA" : "EC";
  }
}

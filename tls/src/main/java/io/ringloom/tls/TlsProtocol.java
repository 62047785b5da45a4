package io.ringloom.tls;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** A version of TLS. */
public enum TlsProtocol {
  /** TLS 1.2, for peers that know nothing newer. */
  TLS_1_2("TLSv1.2"),

  /** TLS 1.3. */
  TLS_1_3("TLSv1.3");

  private final String standardName;

  TlsProtocol(String standardName) {
    this.standardName = standardName;
  }

  /**
   * {@return the name by which {@link javax.net.ssl} and {@link io.ringloom.TlsInfo#protocol()}
   * call it, such as {@code TLSv1.3}}
   */
  public String standardName() {
    return standardName;
  }

  /** {@return a set that does not change, with the oldest first} */
  static Set<TlsProtocol> setOf(Collection<TlsProtocol> versions) {
    return versions.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(versions));
  }
}

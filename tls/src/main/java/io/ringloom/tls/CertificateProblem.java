package io.ringloom.tls;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertPathValidatorException.Reason;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.PKIXReason;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Says in half a sentence why a peer's certificates were refused. */
final class CertificateProblem {

  /** Exceptions may have each other as causes; nobody has as many as this. */
  private static final int MAX_CAUSES = 16;

  private final Throwable failure;
  private final X509Certificate @Nullable [] chain;
  private final @Nullable String host;

  private CertificateProblem(
      Throwable failure, X509Certificate @Nullable [] chain, @Nullable String host) {
    this.failure = failure;
    this.chain = chain == null || chain.length == 0 ? null : chain;
    this.host = host;
  }

  /** {@return whether a failure, or what has caused it, is about certificates} */
  static boolean isIn(Throwable failure) {
    return find(failure, CertificateException.class) != null
        || find(failure, CertPathValidatorException.class) != null
        || find(failure, CertPathBuilderException.class) != null;
  }

  /**
   * Describes a failure that is about certificates.
   *
   * @param failure what was thrown, with its causes
   * @param chain what the peer has shown, its own first, if that is known
   * @param host whom the peer should have been, if that is known
   * @return half a sentence, such as "its certificate (CN=a) expired on 2026-01-01"
   */
  static String describe(
      Throwable failure, X509Certificate @Nullable [] chain, @Nullable String host) {
    RefusedCertificateException described = find(failure, RefusedCertificateException.class);
    if (described != null) {
      return Objects.requireNonNull(described.getMessage());
    }
    return new CertificateProblem(failure, chain, host).describe();
  }

  private String describe() {
    CertPathValidatorException invalid = find(failure, CertPathValidatorException.class);
    Reason reason = invalid == null ? BasicReason.UNSPECIFIED : invalid.getReason();
    if (reason == BasicReason.EXPIRED || find(failure, CertificateExpiredException.class) != null) {
      return expired(culprit(invalid, CertificateProblem::isExpired));
    }
    if (reason == BasicReason.NOT_YET_VALID
        || find(failure, CertificateNotYetValidException.class) != null) {
      return early(culprit(invalid, CertificateProblem::isEarly));
    }
    if (reason == BasicReason.ALGORITHM_CONSTRAINED) {
      return whose(culprit(invalid, c -> false))
          + " has a key or signature that is too weak ("
          + message(failure)
          + ")";
    }
    if (reason == BasicReason.INVALID_SIGNATURE) {
      return whose(culprit(invalid, c -> false)) + " was not signed by whom it names as its issuer";
    }
    if (reason == BasicReason.REVOKED) {
      return whose(culprit(invalid, c -> false)) + " was revoked";
    }
    if (reason == PKIXReason.NO_TRUST_ANCHOR
        || find(failure, CertPathBuilderException.class) != null
        || message(failure).equals("No trusted certificate found")) {
      return notTrusted();
    }
    return byMessage(message(failure));
  }

  private String expired(@Nullable X509Certificate certificate) {
    return whose(certificate)
        + (certificate == null
            ? " has expired"
            : " expired on " + CertificateText.day(certificate.getNotAfter()));
  }

  private String early(@Nullable X509Certificate certificate) {
    return whose(certificate)
        + " is not valid "
        + (certificate == null
            ? "yet"
            : "before " + CertificateText.day(certificate.getNotBefore()));
  }

  private static boolean isExpired(X509Certificate certificate) {
    return Instant.now().isAfter(certificate.getNotAfter().toInstant());
  }

  private static boolean isEarly(X509Certificate certificate) {
    return Instant.now().isBefore(certificate.getNotBefore().toInstant());
  }

  /** Describes what the JDK tells by words alone. */
  private String byMessage(String message) {
    if (message.startsWith("No subject alternative") || message.startsWith("No name matching")) {
      return "its certificate is not valid for "
          + (host == null
              ? "the host"
              : (HostNames.isAddress(host) ? "the address " : "the host name ")
                  + CertificateText.safe(host))
          + forHosts();
    }
    if (message.startsWith("Illegal given domain name") || message.contains("non-LDH")) {
      return "its certificate cannot be checked against the host name "
          + (host == null ? "" : CertificateText.safe(host) + " ")
          + "(names have letters, digits and hyphens)";
    }
    return whose(leaf()) + " was refused (" + message + ")";
  }

  private String forHosts() {
    X509Certificate leaf = leaf();
    if (leaf == null) {
      return "";
    }
    List<String> hosts = CertificateText.hosts(leaf);
    return hosts.isEmpty()
        ? " (it names no host)"
        : " (it is for " + String.join(", ", hosts) + ")";
  }

  private String notTrusted() {
    if (chain == null) {
      return "its certificate is not issued by a trusted authority";
    }
    X509Certificate last = chain[chain.length - 1];
    if (chain.length == 1 && last.getIssuerX500Principal().equals(last.getSubjectX500Principal())) {
      return "its certificate (" + CertificateText.name(last) + ") is self-signed and not trusted";
    }
    // Where certificates are out of order the JDK looks for a path by itself, and says only that
    // it has found none.
    X509Certificate expired = culprit(null, CertificateProblem::isExpired);
    if (expired != null) {
      return expired(expired);
    }
    X509Certificate early = culprit(null, CertificateProblem::isEarly);
    if (early != null) {
      return early(early);
    }
    return "its certificate is not issued by a trusted authority (issuer "
        + CertificateText.name(last.getIssuerX500Principal())
        + ")";
  }

  /** Finds the certificate that is to blame: the one that the JDK names, or the first that fits. */
  private @Nullable X509Certificate culprit(
      @Nullable CertPathValidatorException invalid, Predicate<X509Certificate> fits) {
    if (invalid != null && invalid.getCertPath() != null && invalid.getIndex() >= 0) {
      Certificate named = invalid.getCertPath().getCertificates().get(invalid.getIndex());
      if (named instanceof X509Certificate certificate) {
        return certificate;
      }
    }
    if (chain != null) {
      for (X509Certificate certificate : chain) {
        if (fits.test(certificate)) {
          return certificate;
        }
      }
    }
    return null;
  }

  private String whose(@Nullable X509Certificate certificate) {
    if (certificate == null) {
      return "its certificate";
    }
    X509Certificate leaf = leaf();
    return leaf == null || leaf.equals(certificate)
        ? "its certificate (" + CertificateText.name(certificate) + ")"
        : "the certificate of its issuer (" + CertificateText.name(certificate) + ")";
  }

  private @Nullable X509Certificate leaf() {
    return chain == null ? null : chain[0];
  }

  /** {@return what the first cause says} */
  private static String message(Throwable failure) {
    Throwable deepest = failure;
    for (int i = 0; i < MAX_CAUSES && deepest.getCause() != null; i++) {
      deepest = deepest.getCause();
    }
    String message = deepest.getMessage();
    return CertificateText.safe(message == null ? deepest.getClass().getSimpleName() : message);
  }

  private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
    Throwable cause = failure;
    for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
      cause = cause.getCause();
    }
    return null;
  }
}

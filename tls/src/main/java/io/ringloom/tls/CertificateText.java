package io.ringloom.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/**
 * What messages say about certificates. A peer has chosen what is in its certificates, so nothing
 * gets into a message that could break a log's lines or fill it.
 */
final class CertificateText {
  private static final int MAX_CHARACTERS = 200;
  private static final int MAX_NAMES = 10;

  /** The kinds of subject alternative names, as X.509 numbers them. */
  private static final int DNS_NAME = 2;

  private static final int IP_ADDRESS = 7;

  private CertificateText() {}

  /** {@return the subject, or the names that it is for where it has none} */
  static String name(X509Certificate certificate) {
    String subject = name(certificate.getSubjectX500Principal());
    return subject.isEmpty() ? "for " + String.join(", ", hosts(certificate)) : subject;
  }

  static String name(X500Principal principal) {
    return safe(principal.getName());
  }

  /** {@return the host names and addresses that it is for, the first ten if there are many} */
  static List<String> hosts(X509Certificate certificate) {
    List<String> hosts = new ArrayList<>();
    Collection<List<?>> names = List.of();
    try {
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives != null) {
        names = alternatives;
      }
    } catch (CertificateParsingException e) {
      // Names that cannot be read are names that it is not for.
    }
    for (List<?> name : names) {
      if (name.get(0).equals(DNS_NAME) || name.get(0).equals(IP_ADDRESS)) {
        if (hosts.size() == MAX_NAMES) {
          hosts.add("...");
          break;
        }
        hosts.add(safe(String.valueOf(name.get(1))));
      }
    }
    return hosts;
  }

  /** {@return the day, in UTC} */
  static LocalDate day(Date date) {
    return LocalDate.ofInstant(date.toInstant(), ZoneOffset.UTC);
  }

  /** {@return the text without control characters, and not too long} */
  static String safe(String text) {
    String shortened =
        text.length() <= MAX_CHARACTERS ? text : text.substring(0, MAX_CHARACTERS) + "...";
    return shortened.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
  }
}

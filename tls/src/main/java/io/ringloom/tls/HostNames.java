package io.ringloom.tls;

import java.net.IDN;
import java.net.InetAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Host names in the form in which they are compared: ASCII, lower case, without a last dot. */
final class HostNames {
  private static final String WILDCARD = "*.";
  private static final int MAX_CHARACTERS = 253;

  /**
   * A label as hosts have it. The JDK takes no other for a host name, in SNI or in a certificate.
   */
  private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

  private HostNames() {}

  static String normalized(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  /** {@return the wildcard that stands for a name, null if none does} */
  static @Nullable String wildcardFor(String normalizedName) {
    int dot = normalizedName.indexOf('.');
    return dot <= 0 ? null : WILDCARD + normalizedName.substring(dot + 1);
  }

  /**
   * Checks a name that the user has given.
   *
   * @return its normalized form
   * @throws IllegalArgumentException if it is none; the message begins with the option
   */
  static String checked(String option, String name) {
    String checked = asciiName(name);
    if (checked == null) {
      throw TlsOptionCheck.invalid(
          option, TlsOptionCheck.quoted(name), "a host name such as example.org");
    }
    return checked;
  }

  /** The same for a name that may have "*" as its first label. */
  static String checkedPattern(String option, String pattern) {
    boolean wild = pattern.startsWith(WILDCARD);
    String name = asciiName(wild ? pattern.substring(WILDCARD.length()) : pattern);
    if (name == null) {
      throw TlsOptionCheck.invalid(
          option,
          TlsOptionCheck.quoted(pattern),
          "a host name such as example.org, or *.example.org for all that have one label more");
    }
    return wild ? WILDCARD + name : name;
  }

  private static @Nullable String asciiName(String name) {
    String ascii;
    try {
      ascii = normalized(IDN.toASCII(name, IDN.ALLOW_UNASSIGNED));
    } catch (IllegalArgumentException e) {
      return null;
    }
    boolean valid =
        ascii.length() <= MAX_CHARACTERS
            && ascii.matches(LABEL + "(\\." + LABEL + ")*")
            && !isAddress(ascii);
    return valid ? ascii : null;
  }

  /** {@return whether it is an IP address rather than a name} */
  static boolean isAddress(String host) {
    try {
      InetAddress.ofLiteral(host);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}

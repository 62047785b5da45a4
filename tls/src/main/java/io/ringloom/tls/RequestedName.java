package io.ringloom.tls;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** The host name that a client asks a server for. */
final class RequestedName {

  private RequestedName() {}

  /** {@return the name in its normalized form, null if there is none or it cannot be one} */
  static @Nullable String of(@Nullable SSLSession session) {
    if (session instanceof ExtendedSSLSession extended) {
      try {
        for (SNIServerName name : extended.getRequestedServerNames()) {
          if (name instanceof SNIHostName hostName) {
            return HostNames.normalized(hostName.getAsciiName());
          }
        }
      } catch (IllegalArgumentException e) {
        // It asks for what the JDK does not take for a host name, such as one with an underscore.
        // No exception may reach the engine: it would not be closed.
      }
    }
    return null;
  }
}

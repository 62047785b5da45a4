package io.ringloom.spi;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Makes the TLS layers of outbound connections. Thread-safe. */
public interface ClientTlsFactory extends TlsLayerFactory {

  /**
   * Makes a layer. Does not block.
   *
   * @param host the name or address that the user wants to reach, null where there is none: on a
   *     Unix-domain socket
   * @param port the port, 0 where there is none
   * @return a layer that wants to send its ClientHello
   * @throws IOException if the system refuses what it needs, or the peer cannot be verified for
   *     want of a name; nothing stays open then
   */
  TlsLayer newLayer(@Nullable String host, int port) throws IOException;
}

package io.ringloom.spi;

import java.io.IOException;

/** Makes the TLS layers of accepted connections. Thread-safe. */
public interface ServerTlsFactory extends TlsLayerFactory {

  /**
   * Makes a layer. Does not block.
   *
   * @return a layer that waits for the peer's ClientHello
   * @throws IOException if the system refuses what it needs; nothing stays open then
   */
  TlsLayer newLayer() throws IOException;
}

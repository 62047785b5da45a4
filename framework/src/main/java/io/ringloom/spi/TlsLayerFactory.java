package io.ringloom.spi;

import java.time.Duration;

/** What all TLS connections of one side have in common. Thread-safe. */
public interface TlsLayerFactory {

  /** {@return how long a handshake may take; more than zero} */
  Duration handshakeTimeout();

  /** {@return how many bytes a peer may send before the handshake is complete} */
  int maxHandshakeBytes();

  /** {@return how many file descriptors a layer holds, beside its connection's own} */
  int descriptorsPerConnection();
}

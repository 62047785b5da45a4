package io.ringloom.testkit;

import io.ringloom.spi.ClientTlsFactory;
import io.ringloom.spi.ServerTlsFactory;
import javax.net.ssl.SSLEngine;

/** TLS for a {@link Contract}: of the servers and connectors under test, and of their peers. */
public interface TlsUnderTest {

  /** Returns what servers under test encrypt with. */
  ServerTlsFactory server();

  /** Returns what connectors under test encrypt with. */
  ClientTlsFactory client();

  /** Returns a new engine for a peer that connects to a server under test. */
  SSLEngine connectingPeer();

  /** Returns a new engine for a peer that a connector under test connects to. */
  SSLEngine acceptingPeer();

  /**
   * Returns whether a peer goes on sending when it was told that nothing more will come: with TLS
   * 1.2 it has to end its stream, too.
   */
  boolean peersHalfClose();
}

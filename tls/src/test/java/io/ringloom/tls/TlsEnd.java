package io.ringloom.tls;

/** One end of a TLS connection in memory. */
interface TlsEnd {

  /** Takes what has arrived, and answers. */
  void receive(byte[] bytes, int offset, int length);

  /** {@return what is to be sent, and forgets it} */
  byte[] takeOutput();

  /** Sends data, as many records as it needs. */
  void send(byte[] data);

  /** Sends close_notify. */
  void end();

  /** {@return all data that has been received} */
  byte[] received();

  /** {@return whether the handshake is complete} */
  boolean isOpen();

  /** {@return whether the peer's close_notify has been received} */
  boolean isEnded();
}

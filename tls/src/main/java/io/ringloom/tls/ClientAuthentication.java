package io.ringloom.tls;

/** Whether a server asks its clients for a certificate. */
public enum ClientAuthentication {
  /** Clients are not asked. */
  NONE,

  /**
   * Clients are asked and may have none. One that shows a certificate that is not trusted is
   * refused all the same.
   */
  WANT,

  /** Clients must show a certificate that is trusted. */
  NEED
}

package io.ringloom.internal.loop;

import io.ringloom.spi.StreamChannel;

/**
 * What a channel does for the one that sends on it.
 *
 * <pre>
 *   IDLE      -> IN_FLIGHT  a send was started that ends later
 *   IDLE      -> BLOCKED    the system took less than it was given
 *   IN_FLIGHT -> IDLE       the send has ended
 *   IN_FLIGHT -> BLOCKED    the same, and the system took less than it was given
 *   BLOCKED   -> IDLE       the system takes bytes again
 * </pre>
 */
public enum Sending {
  IDLE,
  IN_FLIGHT,
  BLOCKED;

  /**
   * Returns what the channel does after a send.
   *
   * @param sent how many bytes it took, or {@link StreamChannel#IN_FLIGHT}
   * @param offered how many it was given
   */
  public static Sending after(long sent, long offered) {
    if (sent == StreamChannel.IN_FLIGHT) {
      return IN_FLIGHT;
    }
    return sent < offered ? BLOCKED : IDLE;
  }
}

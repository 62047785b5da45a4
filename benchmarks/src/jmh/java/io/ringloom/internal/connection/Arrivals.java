package io.ringloom.internal.connection;

import io.ringloom.Connection;
import java.nio.ByteBuffer;

/** Puts bytes into a connection's mailbox, as its loop does when they arrive. */
public final class Arrivals {
  private Arrivals() {}

  /**
   * Delivers bytes in one piece. On the loop's carrier.
   *
   * @param connection whose mailbox
   * @param bytes are lent to it until they were read
   */
  public static void deliver(Connection connection, ByteBuffer bytes) {
    WaitSet.unpark(((StreamConnection) connection).mailbox().deliver(bytes));
  }
}

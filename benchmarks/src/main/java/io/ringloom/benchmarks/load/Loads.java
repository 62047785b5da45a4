package io.ringloom.benchmarks.load;

import io.ringloom.benchmarks.load.EchoDriver.Shape;

/** The loads that there are. */
public final class Loads {
  private Loads() {}

  /**
   * Returns connections that keep messages under way and send one for each that has come back.
   *
   * @param threads how many threads drive them, at most
   * @param connections how many there are
   * @param messageBytes how long each message is
   * @param depth how many messages each has under way
   * @param opener lays TLS over a socket, or nothing
   */
  public static Load.Starter echo(
      int threads, int connections, int messageBytes, int depth, LoadChannel.Opener opener) {
    int drivers = Math.min(threads, connections);
    return port ->
        DriverGroup.of(
            drivers,
            index ->
                EchoDriver.connect(
                    port,
                    opener,
                    new Shape(share(connections, drivers, index), messageBytes, depth)));
  }

  /**
   * Returns connections on which messages are sent at an even rate, whether answers come or not.
   *
   * @param perSecond how many messages are sent in a second on all connections together
   */
  public static Load.Starter paced(
      int threads, int connections, int messageBytes, double perSecond) {
    int drivers = Math.min(threads, connections);
    return port ->
        DriverGroup.of(
            drivers,
            index -> {
              int own = share(connections, drivers, index);
              return PacedDriver.connect(port, own, messageBytes, perSecond * own / connections);
            });
  }

  /** Returns connections that connect, have one message echoed and close, so many at a time. */
  public static Load.Starter churn(int threads, int connections, int messageBytes) {
    int drivers = Math.min(threads, connections);
    return port ->
        DriverGroup.of(
            drivers,
            index -> new ChurnDriver(port, share(connections, drivers, index), messageBytes));
  }

  /** Returns connections that make a handshake, have one byte echoed and close. */
  public static Load.Starter handshakes(int threads, int connections, TlsClient client) {
    int drivers = Math.min(threads, connections);
    return port ->
        DriverGroup.of(
            drivers,
            index -> HandshakeDriver.connect(port, share(connections, drivers, index), client));
  }

  /** Returns what another load does while other connections are open and do nothing. */
  public static Load.Starter beside(int idle, Load.Starter active) {
    return port -> BesideIdle.start(port, idle, active);
  }

  /** Returns how many of all belong to one of several drivers. */
  static int share(int all, int drivers, int index) {
    return all / drivers + (index < all % drivers ? 1 : 0);
  }
}

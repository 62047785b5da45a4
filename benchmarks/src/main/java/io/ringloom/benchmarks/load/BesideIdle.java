package io.ringloom.benchmarks.load;

import java.io.IOException;

/**
 * A load beside connections that do nothing.
 *
 * @param idle the connections
 * @param active the load
 */
record BesideIdle(IdleConnections idle, Load active) implements Load {

  static BesideIdle start(int port, int idle, Load.Starter active) throws IOException {
    IdleConnections connections = IdleConnections.open(port, idle);
    try {
      return new BesideIdle(connections, active.start(port));
    } catch (IOException e) {
      connections.close();
      throw e;
    }
  }

  @Override
  public Tally run(long nanos) throws IOException {
    return active.run(nanos);
  }

  @Override
  public String remark() {
    return active.remark();
  }

  @Override
  public void close() throws IOException {
    active.close();
    idle.close();
  }
}

package io.ringloom.benchmarks.workload;

import io.ringloom.benchmarks.contender.ServerProcess;
import java.io.IOException;

/** What a server is given to do. Belongs to one server, and is confined to one thread. */
interface Work {

  /** Drives the server until its code is compiled. */
  void warmUp(ServerProcess server) throws IOException;

  /** Drives it as long as a measurement takes, and leaves no connection open. */
  Measurement measure(ServerProcess server) throws IOException;
}

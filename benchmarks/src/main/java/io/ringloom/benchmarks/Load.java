package io.ringloom.benchmarks;

import java.io.IOException;

/** What drives a server while it is measured. Has one thread: that of its caller. */
interface Load extends AutoCloseable {

  /** Starts to drive a server. */
  interface Starter {
    Load start(int port) throws IOException;
  }

  /** Drives the server until its code is compiled. */
  void warmUp() throws IOException;

  /** Drives the server for the time of a measurement, and returns how many operations it did. */
  long measure() throws IOException;

  /** Returns what the reader of a figure should know of how it came about; may be empty. */
  default String remark() {
    return "";
  }

  @Override
  void close() throws IOException;
}

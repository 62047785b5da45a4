package io.ringloom.benchmarks.load;

import java.io.Closeable;
import java.io.IOException;

/** What drives a server while it is measured. */
public interface Load extends Closeable {

  /** Starts to drive a server. */
  @FunctionalInterface
  interface Starter {
    /** Connects to the server that listens at a port. */
    Load start(int port) throws IOException;
  }

  /** Drives the server for a time, and returns what came of it. */
  Tally run(long nanos) throws IOException;

  /** Returns what the reader of a figure should know of how it came about; may be empty. */
  default String remark() {
    return "";
  }
}

package io.ringloom.benchmarks.workload;

import java.io.Closeable;
import java.io.IOException;

/** A contender that is measured in turns with others. Confined to one thread. */
public interface Subject extends Closeable {

  /** Measures it once. What it keeps until its next turn is at rest then. */
  Measurement measure() throws IOException;

  /** Ends what it has kept. */
  @Override
  default void close() throws IOException {}
}

package io.ringloom.benchmarks.load;

import java.io.Closeable;
import java.io.IOException;

/** A part of a load: some connections that one thread drives. Confined to one thread at a time. */
interface Driver extends Closeable {

  /** Drives its connections for a time, and returns what came of it. */
  Tally run(long nanos) throws IOException;

  /** Returns what the reader of a figure should know of how it came about; may be empty. */
  default String remark() {
    return "";
  }
}

package io.ringloom.benchmarks.load;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** What a load reads from and writes to. Blocks only if its socket does. */
public interface LoadChannel extends Closeable {

  /** Makes a channel of a connected socket, which blocks still. */
  @FunctionalInterface
  interface Opener {
    /** Completes what is to be done before data can be sent. */
    LoadChannel open(SocketChannel socket) throws IOException;
  }

  /** Reads what is there, which may be nothing; returns how much, or -1 at the end of stream. */
  int read(ByteBuffer target) throws IOException;

  /** Takes what it can, which may be nothing; returns how much. */
  int write(ByteBuffer source) throws IOException;

  /** Returns whether something that was taken waits until the socket can be written to. */
  boolean hasUnsent();
}

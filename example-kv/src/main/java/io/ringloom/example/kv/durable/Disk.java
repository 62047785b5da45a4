package io.ringloom.example.kv.durable;

import java.io.IOException;
import java.util.List;

/** Where groups of changes are written to. Used by one thread at a time. */
interface Disk {
  /** What changes are told to, between the begin and the end of a group. */
  interface Sink {
    void put(byte[] key, byte[] value) throws IOException;

    void delete(byte[] key) throws IOException;

    /** Deletes from the one key up to and without the other. */
    void deleteRange(byte[] from, byte[] to) throws IOException;
  }

  /**
   * Writes changes, of which either all or none are there after a crash, and all if a later group
   * is.
   *
   * @param sync whether to return only when they survive a crash of the machine
   */
  void write(List<Change> changes, boolean sync) throws IOException;

  /** Brings all that was written to the disk. */
  void sync() throws IOException;

  /** Does not sync. */
  void close();
}

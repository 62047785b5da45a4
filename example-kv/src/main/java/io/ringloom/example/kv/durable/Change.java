package io.ringloom.example.kv.durable;

import io.ringloom.example.kv.store.StringValue;
import java.io.IOException;

/**
 * A change to what is on the disk. It refers to keys, strings and elements that nobody writes to,
 * so that it is made in no time with the keyspace's lock, and laid out later without it.
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares changes.
sealed interface Change {
  /** What an object and a record on the disk take at least. */
  long OVERHEAD_BYTES = 64;

  /** About how much of the heap it keeps from being freed. */
  long bytes();

  void writeTo(Disk.Sink sink) throws IOException;

  /** A key is gone. */
  record Removed(int database, byte[] key) implements Change {
    @Override
    public long bytes() {
      return OVERHEAD_BYTES + key.length;
    }

    @Override
    public void writeTo(Disk.Sink sink) throws IOException {
      sink.delete(Records.key(database, key));
    }
  }

  /** A key has a string. */
  record ToString(int database, byte[] key, long expireAtMillis, StringValue value)
      implements Change {
    @Override
    public long bytes() {
      return OVERHEAD_BYTES + key.length + value.length();
    }

    @Override
    public void writeTo(Disk.Sink sink) throws IOException {
      sink.put(Records.key(database, key), Records.string(expireAtMillis, value));
    }
  }

  /** A key has a list. */
  record ToList(byte[] key, long expireAtMillis, Records.ListPlace place) implements Change {
    @Override
    public long bytes() {
      return OVERHEAD_BYTES + key.length;
    }

    @Override
    public void writeTo(Disk.Sink sink) throws IOException {
      sink.put(Records.key(place.database(), key), Records.list(expireAtMillis, place));
    }
  }

  /** A list has these elements from a number on. */
  record Elements(int database, long list, long from, byte[][] elements, long bytes)
      implements Change {
    @Override
    public void writeTo(Disk.Sink sink) throws IOException {
      long number = from;
      for (byte[] element : elements) {
        sink.put(Records.element(database, list, number), element);
        number++;
      }
    }

    static Elements of(int database, long list, long from, byte[][] elements) {
      long bytes = 0;
      for (byte[] element : elements) {
        bytes += OVERHEAD_BYTES + element.length;
      }
      return new Elements(database, list, from, elements, bytes);
    }
  }

  /** A list has no elements any more from the one number up to and without the other. */
  record Erased(int database, long list, long from, long to) implements Change {
    /** So many are deleted one by one, as the record of a range costs more when it is read. */
    private static final int MAX_SINGLE = 64;

    @Override
    public long bytes() {
      return OVERHEAD_BYTES;
    }

    @Override
    public void writeTo(Disk.Sink sink) throws IOException {
      if (to - from > MAX_SINGLE) {
        sink.deleteRange(
            Records.element(database, list, from), Records.element(database, list, to));
        return;
      }
      for (long number = from; number < to; number++) {
        sink.delete(Records.element(database, list, number));
      }
    }
  }

  /** A database was emptied. */
  record Flushed(int database) implements Change {
    @Override
    public long bytes() {
      return OVERHEAD_BYTES;
    }

    @Override
    public void writeTo(Disk.Sink sink) throws IOException {
      sink.deleteRange(Records.keysOf(database), Records.keysOf(database + 1));
      sink.deleteRange(Records.elementsOf(database), Records.elementsOf(database + 1));
    }
  }
}

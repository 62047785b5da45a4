package io.ringloom.example.kv.durable;

import io.ringloom.example.kv.store.Entry;
import io.ringloom.example.kv.store.Keyspace;
import io.ringloom.example.kv.store.ListValue;
import io.ringloom.example.kv.store.StringValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads all keys from the disk into the keyspace. Used once, with the keyspace's lock. */
final class Loader {
  /** How many expired keys are deleted from the disk at once. */
  private static final int EXPIRED_KEYS_AT_ONCE = 10_000;

  private final RocksDisk disk;
  private final Keyspace keyspace;
  private final Notebook notebook;
  private final List<Change> expired = new ArrayList<>();
  private long keys;

  Loader(RocksDisk disk, Keyspace keyspace, Notebook notebook) {
    this.disk = disk;
    this.keyspace = keyspace;
    this.notebook = notebook;
  }

  /**
   * Reads everything; keys that have expired go from the disk instead.
   *
   * @return how many keys there are
   */
  long load() throws IOException {
    long now = keyspace.nowMillis();
    try (RocksDisk.Reader records = disk.reader();
        RocksDisk.Reader elements = disk.reader()) {
      for (int database = 0; database < Keyspace.DATABASES; database++) {
        records.seek(Records.keysOf(database));
        while (records.isThere() && Records.isKeyOf(database, records.key())) {
          load(database, Records.keyIn(records.key()), records.value(), now, elements);
          records.next();
        }
      }
    }
    disk.write(expired, false);
    return keys;
  }

  private void load(int database, byte[] key, byte[] record, long now, RocksDisk.Reader elements)
      throws IOException {
    boolean string = Records.isString(record);
    long expireAtMillis = Records.expiryIn(record);
    if (expireAtMillis != Entry.NEVER && expireAtMillis <= now) {
      expired.add(new Change.Removed(database, key));
      if (!string) {
        Records.ListPlace place = Records.listIn(database, record);
        expired.add(
            new Change.Erased(database, place.list(), place.first(), place.first() + place.size()));
      }
      if (expired.size() >= EXPIRED_KEYS_AT_ONCE) {
        disk.write(expired, false);
        expired.clear();
      }
      return;
    }
    keys++;
    if (string) {
      keyspace.put(database, key, StringValue.of(Records.stringIn(record)), expireAtMillis);
    } else {
      Records.ListPlace place = Records.listIn(database, record);
      ListValue list = list(place, elements);
      notebook.loaded(list, place);
      keyspace.put(database, key, list, expireAtMillis);
    }
  }

  private static ListValue list(Records.ListPlace place, RocksDisk.Reader elements)
      throws IOException {
    ListValue list = new ListValue();
    long number = place.first();
    elements.seek(Records.element(place.database(), place.list(), number));
    while (list.size() < place.size()) {
      byte[] expected = Records.element(place.database(), place.list(), number);
      if (!elements.isThere() || !Arrays.equals(expected, elements.key())) {
        throw new IOException("an element of a list is missing");
      }
      list.pushLast(elements.value());
      elements.next();
      number++;
    }
    return list;
  }
}

package io.ringloom.example.kv.client;

import io.ringloom.example.kv.store.KeyHash;
import java.util.Arrays;

/** A key of a certain database, as a key of a map. */
public final class DatabaseKey {
  private final int database;
  private final byte[] key;

  /** Takes over the array; nobody may write to it any more. */
  public DatabaseKey(int database, byte[] key) {
    this.database = database;
    this.key = key;
  }

  public int database() {
    return database;
  }

  public byte[] key() {
    return key;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DatabaseKey that
        && database == that.database
        && Arrays.equals(key, that.key);
  }

  @Override
  public int hashCode() {
    return KeyHash.OF_PROCESS.of(key) + database;
  }
}

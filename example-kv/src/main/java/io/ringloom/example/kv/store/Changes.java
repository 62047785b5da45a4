package io.ringloom.example.kv.store;

/**
 * Is told of every change of a key after it was made, whatever made it: a command, expiry or
 * eviction. Called with the keyspace's lock, and must not change the keyspace.
 */
@FunctionalInterface
public interface Changes {
  /** Listens to nothing. */
  Changes IGNORED = (database, key) -> {};

  /** The value or the expiry of the key is another now, or the key is new or gone. */
  void changed(int database, byte[] key);

  /** All these keys of the database went at once. */
  default void flushed(int database, Iterable<byte[]> keys) {
    for (byte[] key : keys) {
      changed(database, key);
    }
  }
}

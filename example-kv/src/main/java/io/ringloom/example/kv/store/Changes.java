package io.ringloom.example.kv.store;

import java.util.function.Predicate;

/**
 * Is told of every change of a key, whatever makes it: a command, expiry or eviction. Called with
 * the keyspace's lock, under which the change was made or is made next, and must not change the
 * keyspace.
 */
public interface Changes {
  /** Listens to nothing. */
  Changes IGNORED =
      new Changes() {
        @Override
        public void changed(int database, byte[] key) {}

        @Override
        public void flushed(int database, Predicate<byte[]> wasThere) {}
      };

  /** The value or the expiry of the key is another now, or the key is new or gone. */
  void changed(int database, byte[] key);

  /**
   * All keys of the database went at once.
   *
   * @param wasThere whether a key was among them
   */
  void flushed(int database, Predicate<byte[]> wasThere);
}

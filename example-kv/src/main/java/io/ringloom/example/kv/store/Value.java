package io.ringloom.example.kv.store;

/** What a key holds. Guarded by the keyspace's lock. */
public abstract sealed class Value permits StringValue, ListValue {
  Value() {}

  /** About how much of the heap this takes. */
  public abstract long approximateBytes();

  /** Whether there is nothing in it for which the key would have to stay. */
  abstract boolean isVoid();

  /** Is called when a key has this no more; it may get another at once. */
  void left() {}
}

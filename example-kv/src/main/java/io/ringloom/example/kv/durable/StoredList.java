package io.ringloom.example.kv.durable;

import io.ringloom.example.kv.store.ListTrace;
import java.util.Collection;

/** Where on the disk a list of the keyspace is. Guarded by the keyspace's lock. */
final class StoredList extends ListTrace {
  final int database;
  final long id;

  /** How often the database had been flushed when this began: what is older is not there. */
  final long age;

  private final Collection<StoredList> departed;

  /** Whether a key has it, as far as the changes were looked at. */
  boolean present = true;

  /** Whether its elements were erased, so that this is of no use if a key gets the list again. */
  boolean erased;

  StoredList(Records.ListPlace place, long written, long age, Collection<StoredList> departed) {
    super(place.first(), written);
    this.database = place.database();
    this.id = place.list();
    this.age = age;
    this.departed = departed;
  }

  @Override
  protected void left() {
    if (present) {
      present = false;
      departed.add(this);
    }
  }
}

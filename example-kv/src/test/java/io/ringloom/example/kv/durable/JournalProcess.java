package io.ringloom.example.kv.durable;

import io.ringloom.example.kv.store.Entry;
import io.ringloom.example.kv.store.Keyspace;
import io.ringloom.example.kv.store.ListValue;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Random;

/** What tests run in a process of its own, to kill it or to let it run short of something. */
final class JournalProcess {
  private static final PrintStream OUT = System.out;

  private final Keyspace keyspace = new Keyspace(System::currentTimeMillis, new Random());
  private final RocksJournal journal;

  private JournalProcess(Path directory) throws IOException {
    journal = RocksJournal.open(directory, Fsync.ALWAYS, keyspace);
    keyspace.lock().lock();
    try {
      keyspace.listener(journal);
    } finally {
      keyspace.lock().unlock();
    }
  }

  public static void main(String[] arguments) {
    try {
      JournalProcess process = new JournalProcess(Path.of(arguments[1]));
      switch (arguments[0]) {
        case "count" -> process.count();
        case "fill" -> process.fill();
        default -> OUT.println("opened");
      }
      process.journal.close();
    } catch (IOException e) {
      OUT.println(e.getMessage());
    }
  }

  /** Counts in a string and in a list, and prints what is kept, until it is killed. */
  private void count() throws IOException {
    for (int number = 1; ; number++) {
      long batch;
      keyspace.lock().lock();
      try {
        keyspace.put(0, Contents.bytes("count"), Contents.string("" + number));
        byte[] element = Contents.bytes("" + number);
        Entry entry = keyspace.get(0, Contents.bytes("list"));
        if (entry != null && entry.value() instanceof ListValue list) {
          list.pushFirst(element);
          if (list.size() > 10) {
            list.popLast();
          }
          keyspace.modified(0, entry);
        } else {
          ListValue list = new ListValue();
          list.pushFirst(element);
          keyspace.put(0, Contents.bytes("list"), list);
        }
        batch = journal.endBatch();
      } finally {
        keyspace.lock().unlock();
      }
      journal.await(batch);
      OUT.println(number);
    }
  }

  /** Writes until it is told that it cannot, and prints that, and what it knows then. */
  private void fill() {
    for (int number = 1; ; number++) {
      long batch;
      keyspace.lock().lock();
      try {
        keyspace.put(0, Contents.bytes("count"), Contents.string("" + number));
        keyspace.put(0, Contents.bytes("big"), Contents.string("x".repeat(1 << 20)));
        batch = journal.endBatch();
      } finally {
        keyspace.lock().unlock();
      }
      try {
        journal.await(batch);
        OUT.println(number);
      } catch (IOException e) {
        OUT.println(e.getMessage());
        OUT.println(journal.failure());
        OUT.println("still " + Contents.stringAt(keyspace, "count"));
        return;
      }
    }
  }
}

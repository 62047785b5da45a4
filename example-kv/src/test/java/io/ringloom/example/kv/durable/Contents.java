package io.ringloom.example.kv.durable;

import io.ringloom.example.kv.store.Entry;
import io.ringloom.example.kv.store.Keyspace;
import io.ringloom.example.kv.store.ListValue;
import io.ringloom.example.kv.store.StringValue;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is in a keyspace, as texts that can be compared. */
final class Contents {
  private Contents() {}

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static StringValue string(String text) {
    return StringValue.of(bytes(text));
  }

  /** Takes the lock. */
  static Map<String, String> of(Keyspace keyspace) {
    Map<String, String> contents = new TreeMap<>();
    keyspace.lock().lock();
    try {
      for (int number = 0; number < Keyspace.DATABASES; number++) {
        int database = number;
        keyspace.forEach(
            database, entry -> contents.put(database + ":" + text(entry.key()), of(entry)));
      }
    } finally {
      keyspace.lock().unlock();
    }
    return contents;
  }

  /** Takes the lock. Null if there is no such string in database 0. */
  static @Nullable String stringAt(Keyspace keyspace, String key) {
    keyspace.lock().lock();
    try {
      Entry entry = keyspace.peek(0, bytes(key));
      return entry != null && entry.value() instanceof StringValue string
          ? text(string.bytes())
          : null;
    } finally {
      keyspace.lock().unlock();
    }
  }

  private static String of(Entry entry) {
    StringBuilder text = new StringBuilder().append(entry.expireAtMillis());
    if (entry.value() instanceof StringValue string) {
      text.append(string.isNumber() ? " number " : " string ").append(text(string.bytes()));
    } else if (entry.value() instanceof ListValue list) {
      text.append(" list");
      for (int i = 0; i < list.size(); i++) {
        text.append(' ').append(text(list.get(i)));
      }
    }
    return text.toString();
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}

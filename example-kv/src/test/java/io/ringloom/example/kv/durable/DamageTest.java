package io.ringloom.example.kv.durable;

import static io.ringloom.example.kv.durable.Contents.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.ringloom.example.kv.store.Entry;
import io.ringloom.example.kv.store.ListValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class DamageTest extends JournalFixture {
  private static final int BATCHES = 40;

  /** Each batch counts in a string and in a list, so that half a batch would be seen. */
  private Path written() throws IOException {
    Path written = temporary.resolve("written");
    // So one group is written for each batch.
    RocksJournal journal = open(written, Fsync.ALWAYS);
    for (int number = 1; number <= BATCHES; number++) {
      String text = "" + number;
      batch(
          journal,
          () -> {
            put("count", text);
            Entry entry = keyspace.get(0, bytes("list"));
            if (entry != null && entry.value() instanceof ListValue list) {
              list.pushLast(bytes(text));
              keyspace.modified(0, entry);
            } else {
              ListValue list = new ListValue();
              list.pushLast(bytes(text));
              keyspace.put(0, bytes("list"), list);
            }
            put("padding", text.repeat(20));
          });
    }
    journal.close();
    return written;
  }

  /** Opens a copy with another last log, and returns how many batches are there. */
  private int batchesIn(Path written, Path log, byte[] content, int nr) throws IOException {
    Path copy = temporary.resolve("copy" + nr);
    copy(written, copy);
    Files.write(copy.resolve(written.relativize(log)), content);
    RocksJournal journal = open(copy, Fsync.NO);
    String count = Contents.stringAt(keyspace, "count");
    int batches = count == null ? 0 : Integer.parseInt(count);
    StringBuilder list = new StringBuilder("-1 list");
    for (int number = 1; number <= batches; number++) {
      list.append(' ').append(number);
    }
    assertThat(Contents.of(keyspace).get("0:list"))
        .isEqualTo(batches == 0 ? null : list.toString());
    journal.close();
    return batches;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  @Test
  void a_log_that_was_cut_gives_what_is_before_the_cut() throws IOException {
    Path written = written();
    Path log = files(written, ".log").getLast();
    byte[] whole = Files.readAllBytes(log);
    int last = BATCHES;
    int cuts = 0;
    int reported = 0;
    for (int cut = 0; cut <= whole.length; cut += cut < 200 ? 13 : whole.length / 11) {
      try (Logged logged = new Logged()) {
        int length = whole.length - cut;
        int batches = batchesIn(written, log, Arrays.copyOf(whole, length), cut);
        assertThat(batches).isLessThanOrEqualTo(last);
        last = batches;
        List<String> warnings = logged.lines(Level.WARN);
        // A cut between two groups cannot be seen.
        assertThat(warnings).hasSizeLessThanOrEqualTo(1).allMatch(this::isAboutTheEnd);
        reported += warnings.size();
        cuts++;
      }
    }
    assertThat(reported).isBetween(cuts - 4, cuts - 1);
    assertThat(last).isLessThan(BATCHES / 4);
  }

  @Test
  void a_flipped_byte_in_a_log_cuts_it_there_and_one_line_says_so() throws IOException {
    Path written = written();
    Path log = files(written, ".log").getLast();
    byte[] whole = Files.readAllBytes(log);
    for (int at = 5; at < whole.length; at += whole.length / 17) {
      try (Logged logged = new Logged()) {
        byte[] flipped = whole.clone();
        flipped[at] ^= 0x55;
        int batches = batchesIn(written, log, flipped, at);
        assertThat(batches).isBetween(BATCHES * at / whole.length - 2, BATCHES - 1);
        assertThat(logged.lines(Level.WARN)).singleElement().matches(this::isAboutTheEnd);
      }
    }
  }

  private boolean isAboutTheEnd(String line) {
    return line.matches(
        "\\d+ damaged bytes and all that follows them in .*/rocksdb/\\d+\\.log were dropped"
            + " \\((truncated record body|checksum mismatch)\\); all that was written before them is"
            + " there\\.");
  }

  @Test
  void damaged_tables_are_not_served() throws IOException {
    Path written = written();
    // Opening brings what is in the log into a table.
    open(written, Fsync.NO).close();
    Path table = files(written, ".sst").getFirst();
    byte[] damaged = Files.readAllBytes(table);
    damaged[20] ^= 0x55;
    Files.write(table, damaged);
    assertThatThrownBy(() -> open(written, Fsync.NO))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("The data in " + written + " is damaged: ")
        .hasMessageContaining(table.getFileName().toString())
        .hasMessageNotContaining("\n");

    Files.delete(table);
    assertThatThrownBy(() -> open(written, Fsync.NO))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("The data in " + written + " is damaged: ")
        .hasMessageContaining(table.getFileName().toString());
  }

  @Test
  void all_is_well_without_a_word_but_how_much_was_loaded() throws IOException {
    try (Logged logged = new Logged()) {
      Path written = written();
      open(written, Fsync.NO).close();
      assertThat(logged.lines(Level.INFO))
          .hasSize(2)
          .last()
          .asString()
          .matches("Loaded 3 keys from .*written in \\d+ ms\\.");
    }
  }
}

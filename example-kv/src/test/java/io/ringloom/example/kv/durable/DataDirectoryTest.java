package io.ringloom.example.kv.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class DataDirectoryTest extends JournalFixture {

  private void assertRefused(String reason) {
    assertThatThrownBy(this::open)
        .isInstanceOf(IOException.class)
        .hasMessage("The data directory " + directory() + reason);
  }

  @Test
  void a_directory_with_other_things_is_refused_and_left_alone() throws IOException {
    Files.createDirectories(directory());
    Path other = directory().resolve("letter.txt");
    Files.writeString(other, "Dear Ada");
    assertRefused(" is not empty, and what is in it is not of this server.");
    assertThat(directory().toFile().list()).containsExactly("letter.txt");
  }

  @Test
  void a_directory_with_a_mark_of_somebody_else_is_refused() throws IOException {
    Files.createDirectories(directory());
    Files.writeString(directory().resolve("FORMAT"), "text/plain");
    assertRefused(" is not empty, and what is in it is not of this server.");
  }

  @Test
  void a_newer_format_is_refused() throws IOException {
    open().close();
    Files.writeString(directory().resolve("FORMAT"), "ringloom example-kv data, format 2\n");
    assertRefused(" has format 2, and this server knows only format 1.");
  }

  @Test
  void a_directory_where_a_start_was_cut_short_is_taken() throws IOException {
    Files.createDirectories(directory());
    Files.writeString(directory().resolve("FORMAT.new"), "ringl");
    open().close();
    assertThat(directory().resolve("FORMAT")).hasContent("ringloom example-kv data, format 1");
  }

  @Test
  void a_directory_that_is_in_use_is_refused() throws IOException {
    RocksJournal journal = open();
    try {
      assertRefused(" is in use by another process.");
    } finally {
      journal.close();
    }
  }

  @Test
  void a_missing_list_of_files_is_damage_and_no_empty_server() throws IOException {
    open().close();
    Path current = directory().resolve("rocksdb/CURRENT");
    Files.delete(current);
    assertThatThrownBy(this::open)
        .isInstanceOf(IOException.class)
        .hasMessage(
            "The data in %s is damaged: the file %s is missing.".formatted(directory(), current));
  }

  @Test
  void a_file_in_place_of_the_directory_is_refused() throws IOException {
    Files.writeString(directory(), "");
    assertRefused(" cannot be used: " + directory() + " is no directory.");
  }

  @Test
  void a_directory_below_a_file_is_refused() throws IOException {
    Files.writeString(directory(), "");
    Path below = directory().resolve("below");
    assertThatThrownBy(() -> open(below, Fsync.NO))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "The data directory %s cannot be used: %s: Not a directory.".formatted(below, below));
  }
}

package io.ringloom.example.kv.store;

import static io.ringloom.example.kv.store.Keys.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GlobTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "abc, abc",
        "*, abc",
        "**, abc",
        "a*, a",
        "a**, a",
        "*a, a",
        "a*c, abbc",
        "*b*, abc",
        "*abc, ababc",
        "a*b*c, axbxbxc",
        "a?c, abc",
        "???, abc",
        "*?, a",
        "[abc], b",
        "[a-c], b",
        "[c-a], b",
        "[^a-c]x, dx",
        "[^], a",
        "x[a-c0-9]y, x5y",
        "[a-], _",
        "[-a], -",
        "[a\\]b], ]",
        "[\\^a], ^",
        "[\\a-c], -",
        "[ab, b",
        "[^ab, c",
        "[a-c, b",
        "[^, a",
        "a\\*, a*",
        "\\a, a",
        "a\\\\, a\\",
        "a\\, a\\",
        "*\\?, ab?",
        "*[bc]*d, abxd",
        "], ]",
        "\"\", \"\"",
      })
  void matches(String pattern, String text) {
    assertThat(Glob.matches(bytes(pattern), bytes(text))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "abc, ab",
        "abc, abcd",
        "abc, ABC",
        "a*c, abcd",
        "*b, a",
        "a?c, ac",
        "?, \"\"",
        "*, \"\"",
        "**, \"\"",
        "[], a",
        "[], ]",
        "[, [",
        "[abc], d",
        "[^abc], b",
        "[^a-c]x, bx",
        "[a-c], B",
        "[a\\]b], \\",
        "a\\*, ab",
        "a\\, a",
        "\"\", a",
        "[a, \"\"",
        "*[ab]c, abd",
      })
  void does_not_match(String pattern, String text) {
    assertThat(Glob.matches(bytes(pattern), bytes(text))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"maxMEMORY, MAXmemory", "[A-C]x, bX", "[a-c], B", "[A], a", "*Z, xyz"})
  void can_ignore_case(String pattern, String text) {
    assertThat(Glob.matchesIgnoringCase(bytes(pattern), bytes(text))).isTrue();
    assertThat(Glob.matches(bytes(pattern), bytes(text))).isFalse();
  }

  @Test
  void takes_an_escaped_byte_of_a_class_as_it_is_even_so() {
    assertThat(Glob.matchesIgnoringCase(bytes("[\\A]"), bytes("a"))).isFalse();
    assertThat(Glob.matchesIgnoringCase(bytes("\\A"), bytes("a"))).isTrue();
  }

  /** With a star that each time tries all lengths, this would outlast the test. */
  @Test
  void is_quick_with_many_stars() {
    byte[] pattern = bytes("a*".repeat(1_000) + "b");
    byte[] text = bytes("a".repeat(3_000));
    Assertions.assertTimeoutPreemptively(
        Duration.ofMinutes(1), () -> assertThat(Glob.matches(pattern, text)).isFalse());
  }
}

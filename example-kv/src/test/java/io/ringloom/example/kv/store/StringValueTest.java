package io.ringloom.example.kv.store;

import static io.ringloom.example.kv.store.Keys.bytes;
import static io.ringloom.example.kv.store.Keys.text;
import static io.ringloom.example.kv.store.Keys.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StringValueTest {
  @ParameterizedTest
  @ValueSource(
      longs = {0, 1, -1, 9, 10, -10, 1234567890123L, Long.MAX_VALUE, Long.MIN_VALUE, -99, 100})
  void keeps_a_number_as_a_number(long number) {
    StringValue value = value(Long.toString(number));
    assertThat(value.isNumber()).isTrue();
    assertThat(value.number()).isEqualTo(number);
    assertThat(text(value.bytes())).isEqualTo(Long.toString(number));
    assertThat(value.length()).isEqualTo(value.bytes().length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "-0",
        "00",
        "01",
        "-01",
        "+1",
        " 1",
        "1 ",
        "1.0",
        "1e3",
        "9223372036854775808",
        "-9223372036854775809",
        "92233720368547758070",
        "-92233720368547758080",
        "123456789012345678901"
      })
  void keeps_any_other_text_as_it_is(String text) {
    StringValue value = value(text);
    assertThat(value.isNumber()).isFalse();
    assertThat(text(value.bytes())).isEqualTo(text);
    assertThat(value.length()).isEqualTo(text.length());
  }

  @Test
  void takes_more_if_it_is_longer() {
    assertThat(value("x".repeat(1_000)).approximateBytes())
        .isGreaterThanOrEqualTo(value("x").approximateBytes() + 990);
  }

  @Test
  void what_is_appended_does_not_change_what_was_before() {
    StringValue first = value("one");
    StringValue second = first.append(bytes(",two"));
    StringValue third = second.append(bytes(",three"));
    assertThat(List.of(first, second, third))
        .extracting(each -> text(each.bytes()))
        .containsExactly("one", "one,two", "one,two,three");
    assertThat(third.length()).isEqualTo(13);
  }

  @Test
  void appends_to_a_long_text_in_place() {
    StringValue before = value("x".repeat(100_000)).append(bytes("y"));
    StringValue after = before.append(bytes("z"));
    assertThat(after.array()).isSameAs(before.array());
    assertThat(text(after.bytes())).isEqualTo("x".repeat(100_000) + "yz");
  }

  @Test
  void two_that_grow_from_the_same_text_do_not_see_each_other() {
    StringValue common = value("a").append(bytes("b"));
    StringValue one = common.append(bytes("1"));
    StringValue other = common.append(bytes("2"));
    assertThat(text(one.bytes())).isEqualTo("ab1");
    assertThat(text(other.bytes())).isEqualTo("ab2");
    assertThat(text(common.bytes())).isEqualTo("ab");
  }

  @Test
  void grows_step_by_step_beyond_any_room() {
    StringValue value = value("");
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < 1_000; i++) {
      String more = Integer.toString(i);
      value = value.append(bytes(more));
      expected.append(more);
    }
    assertThat(text(value.bytes())).isEqualTo(expected.toString());
  }

  @Test
  void overwrites_a_part_of_a_copy() {
    StringValue before = value("a").append(bytes("bcd"));
    StringValue longer = before.append(bytes("efgh"));
    assertThat(text(before.overwrite(1, bytes("XY")).bytes())).isEqualTo("aXYd");
    assertThat(text(before.overwrite(6, bytes("Z")).bytes())).isEqualTo("abcd\0\0Z");
    assertThat(text(longer.bytes())).isEqualTo("abcdefgh");
    assertThat(text(value("12").overwrite(0, bytes("3")).bytes())).isEqualTo("32");
  }
}

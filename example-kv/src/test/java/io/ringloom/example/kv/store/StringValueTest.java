package io.ringloom.example.kv.store;

import static io.ringloom.example.kv.store.Keys.text;
import static io.ringloom.example.kv.store.Keys.value;
import static org.assertj.core.api.Assertions.assertThat;

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
}

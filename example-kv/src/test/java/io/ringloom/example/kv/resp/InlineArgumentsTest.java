package io.ringloom.example.kv.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a line is split; the expectations are what Redis 7.0 has answered. */
final class InlineArgumentsTest {

  static Arguments[] lines() {
    return new Arguments[] {
      Arguments.of("", List.of()),
      Arguments.of(" \t\u000b\f\r ", List.of()),
      Arguments.of("PING", List.of("PING")),
      Arguments.of("  GET \t key  ", List.of("GET", "key")),
      Arguments.of("\u000bECHO\t\f a", List.of("ECHO", "a")),
      Arguments.of("a\u000bb\fc", List.of("a\u000bb\fc")),
      Arguments.of("a\rb", List.of("a", "b")),
      Arguments.of("\"\" ''", List.of("", "")),
      Arguments.of("a\"b c\" d", List.of("ab c", "d")),
      Arguments.of("a'b c'", List.of("ab c")),
      Arguments.of("\"a\"\u000b", List.of("a")),
      Arguments.of("\"\\x41\\n\\r\\t\\b\\a\\q\\\"\\\\\"", List.of("A\n\r\t\b\u0007q\"\\")),
      Arguments.of("\"\\xfF\\x00\"", List.of("\u00ff\0")),
      Arguments.of("\"\\x4\" \"\\xg1\" \"\\x\"", List.of("x4", "xg1", "x")),
      Arguments.of("'a\\'\\n\\\\\"'", List.of("a'\\n\\\\\"")),
      Arguments.of("\"it's\"", List.of("it's")),
      Arguments.of("a\\n", List.of("a\\n")),
      Arguments.of("\u00e9", List.of("\u00e9")),
    };
  }

  @ParameterizedTest
  @MethodSource("lines")
  void splits_a_line(String line, List<String> arguments) throws Exception {
    Request request = new Request();
    InlineArguments.split(Requests.bytes(line), request);
    assertThat(Requests.arguments(request)).isEqualTo(arguments);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"abc", "'abc", "\"a\"b", "'a'b", "\"", "a \"b\\\"", "'\\'", "\"a\\"})
  void refuses_quotes_that_do_not_match(String line) {
    assertThatThrownBy(() -> InlineArguments.split(Requests.bytes(line), new Request()))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("unbalanced quotes in request");
  }
}

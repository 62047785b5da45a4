package io.ringloom.example.kv.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people see who use {@code redis-cli}. */
final class RedisCliIT {
  @TempDir static Path directory;

  // Set before the first test and then only read.
  private static TestServer plain;
  private static TestServer encrypted;

  @BeforeAll
  static void start() throws Exception {
    Tool.assumeVersion("redis-cli", "redis-cli 7\\.0\\.\\d+");
    plain = new Setting("auto", false).start(directory);
    encrypted = new Setting("auto", true).startWithPassword(directory);
  }

  @AfterAll
  static void stop() {
    if (plain != null) {
      plain.close();
    }
    if (encrypted != null) {
      encrypted.close();
    }
  }

  @BeforeEach
  void forget() throws Exception {
    assertThat(cli("", "FLUSHALL")).isEqualTo("OK\n");
  }

  @Test
  void carries_out_one_command() throws Exception {
    assertThat(cli("", "SET", "greeting", "hello, loop")).isEqualTo("OK\n");
    assertThat(cli("", "GET", "greeting")).isEqualTo("hello, loop\n");
    assertThat(cli("", "--no-raw", "GET", "greeting")).isEqualTo("\"hello, loop\"\n");
    assertThat(cli("", "--no-raw", "GET", "nothing")).isEqualTo("(nil)\n");
    assertThat(cli("", "INCR", "greeting"))
        .isEqualTo("ERR value is not an integer or out of range\n\n");
  }

  @Test
  void takes_a_value_from_standard_input() throws Exception {
    String value = "\0\r\n\u00ff".repeat(50_000);
    assertThat(cli(value, "-x", "SET", "binary")).isEqualTo("OK\n");
    assertThat(cli("", "--raw", "GET", "binary")).isEqualTo(value + "\n");
    assertThat(cli("", "STRLEN", "binary")).isEqualTo("200000\n");
  }

  @Test
  void carries_out_commands_from_a_pipe() throws Exception {
    assertThat(cli("RPUSH l a b c\nLRANGE l 0 -1\nSELECT 3\nDBSIZE\nMULTI\nINCR n\nEXEC\n"))
        .isEqualTo("3\na\nb\nc\nOK\n0\nOK\nQUEUED\n1\n");
  }

  @Test
  void speaks_the_third_version_of_the_protocol() throws Exception {
    assertThat(cli("HELLO\nGET nothing\n", "-3", "--no-raw"))
        .contains("\"proto\" => (integer) 3")
        .endsWith("(nil)\n");
  }

  @Test
  void inserts_many_keys_at_once() throws Exception {
    int count = 20_000;
    StringBuilder requests = new StringBuilder();
    for (int i = 0; i < count; i++) {
      requests.append(RespPeer.request(List.of("SET", "key:" + i, "value " + i)));
    }
    assertThat(cli(requests.toString(), "--pipe")).contains("errors: 0, replies: " + count);
    assertThat(cli("", "DBSIZE")).isEqualTo(count + "\n");
    assertThat(cli("", "GET", "key:" + (count - 1))).isEqualTo("value " + (count - 1) + "\n");
  }

  @Test
  void lists_all_keys_that_a_pattern_matches() throws Exception {
    cli("MSET a:1 x a:2 x a:3 x b:1 x b:2 x\n");
    assertThat(cli("", "--scan", "--pattern", "a:*").split("\n"))
        .containsExactlyInAnyOrder("a:1", "a:2", "a:3");
  }

  @Test
  void repeats_a_command() throws Exception {
    assertThat(cli("", "-r", "3", "INCR", "n")).isEqualTo("1\n2\n3\n");
  }

  @Test
  void encrypts_and_authenticates() throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "redis-cli",
                "-p",
                Integer.toString(encrypted.port()),
                "--tls",
                "--cacert",
                Setting.certificate(directory).toString()));
    assertThat(Tool.runWell(command, "GET greeting\n"))
        .isEqualTo("NOAUTH Authentication required.\n\n");
    command.addAll(List.of("--no-auth-warning", "-a", Setting.PASSWORD));
    String value = "v".repeat(100_000);
    assertThat(Tool.runWell(command, "SET greeting " + value.substring(0, 4000) + "\n"))
        .isEqualTo("OK\n");
    List<String> setting = new ArrayList<>(command);
    setting.addAll(List.of("-x", "SET", "large"));
    assertThat(Tool.runWell(setting, value)).isEqualTo("OK\n");
    List<String> getting = new ArrayList<>(command);
    getting.addAll(List.of("-3", "GET", "large"));
    assertThat(Tool.runWell(getting, "")).isEqualTo(value + "\n");
  }

  private static String cli(String input, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("redis-cli", "-p", Integer.toString(plain.port())));
    command.addAll(List.of(arguments));
    return Tool.runWell(command, input);
  }
}

package io.ringloom.example.kv.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code redis-benchmark} runs through, on every transport. How fast is not looked at. */
final class RedisBenchmarkIT {
  private static final String TESTS =
      "ping_inline,ping_mbulk,set,get,incr,lpush,rpush,lpop,rpop,lpush,"
          + "lrange_100,lrange_300,lrange_500,lrange_600,mset";

  /** A headline, one for each test, and one for what fills the list that the last ones read. */
  private static final int LINES = 16;

  @TempDir Path directory;

  @BeforeAll
  static void findTheTool() {
    Tool.assumeVersion("redis-benchmark", "redis-benchmark 7\\.0\\.\\d+");
  }

  @ParameterizedTest
  @MethodSource("io.ringloom.example.kv.peer.Setting#all")
  void runs_through(Setting setting) throws Exception {
    try (TestServer server = setting.start(directory)) {
      run(setting, server, 1, 200);
      run(setting, server, 16, 1_000);
    }
  }

  private void run(Setting setting, TestServer server, int pipeline, int requests)
      throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "redis-benchmark",
                "-p",
                Integer.toString(server.port()),
                "-t",
                TESTS,
                "-n",
                Integer.toString(requests),
                "-c",
                "5",
                "-r",
                "1000",
                "-P",
                Integer.toString(pipeline),
                "--csv"));
    if (setting.tls()) {
      command.addAll(List.of("--tls", "--cacert", Setting.certificate(directory).toString()));
    }
    assertThat(Tool.runWell(command, ""))
        .hasLineCount(LINES)
        .doesNotContainIgnoringCase("error")
        .doesNotContainIgnoringCase("warning");
  }
}

package io.ringloom.example.kv.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the fuzzer begins with, and what it has found. */
final class RequestCorpusTest {
  private static final Path CORPUS = Path.of("src/test/fuzz/requests");

  static List<Path> corpus() throws IOException {
    try (Stream<Path> files = Files.list(CORPUS)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void the_reader_withstands_what_the_fuzzer_knows(Path file) throws IOException {
    byte[] input = Files.readAllBytes(file);

    assertThatNoException().isThrownBy(() -> RequestFuzzer.fuzzerTestOneInput(input));
  }

  @Test
  void the_reader_withstands_changed_bytes() throws IOException {
    assertThat(corpus()).isNotEmpty();
    Random random = new Random(7);
    for (Path file : corpus()) {
      byte[] input = Files.readAllBytes(file);
      for (int i = 0; i < 2_000; i++) {
        byte[] changed = input.clone();
        for (int j = random.nextInt(3); j >= 0; j--) {
          changed[random.nextInt(changed.length)] = other(random);
        }
        RequestFuzzer.fuzzerTestOneInput(changed);
      }
    }
  }

  private static byte other(Random random) {
    String likely = "*$0123456789-\r\n \"'\\\0";
    return random.nextBoolean()
        ? (byte) random.nextInt()
        : (byte) likely.charAt(random.nextInt(likely.length()));
  }
}

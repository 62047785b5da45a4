package io.ringloom.tls;

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
class FeedCorpusTest {

  private static final Path CORPUS = Path.of("src/test/fuzz/feed");

  static List<Path> corpus() throws IOException {
    try (Stream<Path> files = Files.list(CORPUS)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void theLayerWithstandsWhatTheFuzzerKnows(Path file) throws IOException {
    byte[] input = Files.readAllBytes(file);

    assertThatNoException().isThrownBy(() -> FeedFuzzer.fuzzerTestOneInput(input));
  }

  @Test
  void theLayerWithstandsRandomInputs() throws IOException {
    assertThat(corpus()).isNotEmpty();
    Random random = new Random(7);
    for (int i = 0; i < 1_000; i++) {
      byte[] input = Bytes.random(5 + random.nextInt(100), i);
      if (input.length > 8) {
        input[5] = (byte) (20 + random.nextInt(4));
        input[6] = 3;
        input[8] = 0;
      }
      FeedFuzzer.fuzzerTestOneInput(input);
    }
  }
}

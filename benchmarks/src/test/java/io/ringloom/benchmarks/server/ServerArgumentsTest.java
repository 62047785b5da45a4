package io.ringloom.benchmarks.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ServerArgumentsTest {

  @Test
  void a_server_reads_what_it_was_told() {
    ServerArguments told =
        new ServerArguments(2, 16_384, new TlsFiles(Path.of("/tls")), true, List.of())
            .with("transport=nio");
    ServerArguments read = ServerArguments.parse(told.toList().toArray(String[]::new));

    assertThat(read.loops()).isEqualTo(2);
    assertThat(read.bufferBytes()).isEqualTo(16_384);
    assertThat(read.tlsFiles().folder()).isEqualTo(Path.of("/tls"));
    assertThat(read.tickets()).isTrue();
    assertThat(read.own("transport")).isEqualTo("nio");
  }

  @Test
  void without_tls_there_are_no_files() {
    ServerArguments told = new ServerArguments(1, 1, null, false, List.of());
    ServerArguments read = ServerArguments.parse(told.toList().toArray(String[]::new));

    assertThat(read.tls()).isNull();
    assertThatThrownBy(read::tlsFiles).hasMessage("This server needs tls=FOLDER.");
  }

  @Test
  void what_is_missing_is_named() {
    ServerArguments told = new ServerArguments(1, 1, null, false, List.of());
    assertThatThrownBy(() -> told.own("transport"))
        .hasMessage("This server needs transport=VALUE.");
  }
}

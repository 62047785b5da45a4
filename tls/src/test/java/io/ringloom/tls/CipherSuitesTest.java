package io.ringloom.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CipherSuitesTest {

  @Test
  void whatCanBeChosenIsWhatTheEngineHasBesidesTls13AndSharedKeys() throws Exception {
    List<String> ours = new ArrayList<>(CipherSuites.DEFAULT);
    ours.addAll(CipherSuites.OLD);

    Stream<String> engines =
        Stream.of(Handshake.conscrypt(null, null).getSupportedSSLParameters().getCipherSuites())
            .filter(suite -> suite.contains("_WITH_") && !suite.contains("PSK"));

    assertThat(engines).containsExactlyInAnyOrderElementsOf(ours);
  }
}

package io.ringloom.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.ringloom.tls.TestCertificates.Issued;
import java.io.File;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever has become of a connection, closing its layer frees its descriptors and its memory.
 * Finalizers, which would free them later, are disabled in the JVM of the tests.
 */
class ResourcesTest {

  private static final int CONNECTIONS = 200;
  private static final Issued UNTRUSTED = Ends.OTHER_CA.server("localhost");

  /** Ways to end. Each gets the ends of a connection whose handshake has not begun. */
  enum End {
    NEVER_STARTED {
      @Override
      void apply(LayerEnd client, LayerEnd server) {}
    },
    AFTER_THE_CLIENT_HELLO {
      @Override
      void apply(LayerEnd client, LayerEnd server) {
        carry(client, server);
      }
    },
    WITH_A_FLIGHT_HALF_DELIVERED {
      @Override
      void apply(LayerEnd client, LayerEnd server) {
        carry(client, server);
        byte[] flight = server.takeOutput();
        client.receive(flight, 0, flight.length / 2);
      }
    },
    WITH_A_FAILED_HANDSHAKE {
      @Override
      void apply(LayerEnd client, LayerEnd server) {
        byte[] hello = client.takeOutput();
        hello[100] ^= 1;
        server.receive(hello, 0, hello.length);
        Pump.run(client, server);
        assertThat(client.hasFailed() || server.hasFailed()).isTrue();
      }
    },
    WITH_GARBAGE {
      @Override
      void apply(LayerEnd client, LayerEnd server) {
        byte[] noise = Bytes.random(50, 1);
        server.receive(noise, 0, noise.length);
        client.receive(noise, 0, noise.length);
      }
    },
    RIGHT_AFTER_THE_HANDSHAKE {
      @Override
      void apply(LayerEnd client, LayerEnd server) {
        Pump.run(client, server);
      }
    },
    WITH_DATA_UNDER_WAY {
      @Override
      void apply(LayerEnd client, LayerEnd server) {
        Pump.run(client, server);
        client.send(new byte[40_000]);
        byte[] wire = client.takeOutput();
        server.receive(wire, 0, wire.length - 7);
      }
    },
    HALF_CLOSED {
      @Override
      void apply(LayerEnd client, LayerEnd server) {
        Pump.run(client, server);
        client.end();
      }
    },
    WITH_CLOSE_NOTIFY_NOT_SENT {
      @Override
      void apply(LayerEnd client, LayerEnd server) {
        Pump.run(client, server);
        client.layer.closeNotify();
        server.layer.closeNotify();
      }
    },
    ORDERLY {
      @Override
      void apply(LayerEnd client, LayerEnd server) {
        Pump.run(client, server);
        client.end();
        Pump.run(client, server);
      }
    },
    WITH_A_DAMAGED_RECORD {
      @Override
      void apply(LayerEnd client, LayerEnd server) {
        Pump.run(client, server);
        client.send(new byte[100]);
        byte[] wire = client.takeOutput();
        wire[20] ^= 1;
        server.receive(wire, 0, wire.length);
      }
    },
    WITH_A_HANDSHAKE_THAT_THIS_SIDE_ENDS {
      @Override
      void apply(LayerEnd client, LayerEnd server) {
        carry(client, server);
        client.end();
        server.end();
      }
    };

    abstract void apply(LayerEnd client, LayerEnd server);

    static void carry(LayerEnd from, LayerEnd to) {
      byte[] bytes = from.takeOutput();
      to.receive(bytes, 0, bytes.length);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyEndGivesItsDescriptorsBack(End end) {
    connectAndClose(end, 10);
    long before = descriptors();

    connectAndClose(end, CONNECTIONS);

    assertThat(descriptors()).isLessThan(before + CONNECTIONS / 10);
  }

  @Test
  void anUntrustedServerGivesItsDescriptorsBack() {
    ServerTls server =
        Ends.server(Ends.serverOptions().certificate(UNTRUSTED.certificate()).build());
    long before = descriptors();

    for (int i = 0; i < CONNECTIONS; i++) {
      try (LayerEnd client = Ends.client();
          LayerEnd other = Ends.of(server)) {
        Pump.run(client, other);
        assertThat(client.hasFailed()).isTrue();
      }
    }

    assertThat(descriptors()).isLessThan(before + CONNECTIONS / 10);
  }

  @Test
  void aLayerHoldsTwoDescriptorsWhileItIsOpen() {
    LayerEnd first = Ends.server();
    long before = descriptors();

    LayerEnd second = Ends.server();

    assertThat(descriptors() - before)
        .isEqualTo(Ends.server(Ends.serverOptions().build()).descriptorsPerConnection());
    first.close();
    second.close();
  }

  private static void connectAndClose(End end, int times) {
    for (int i = 0; i < times; i++) {
      TlsProtocol version = i % 2 == 0 ? TlsProtocol.TLS_1_2 : TlsProtocol.TLS_1_3;
      try (LayerEnd client = Ends.client(version);
          LayerEnd server = Ends.server(version)) {
        end.apply(client, server);
      }
    }
  }

  private static long descriptors() {
    String[] open = new File("/proc/self/fd").list();
    assumeThat(open).as("the system lists descriptors").isNotNull();
    return Stream.of(open == null ? new String[0] : open).count();
  }
}

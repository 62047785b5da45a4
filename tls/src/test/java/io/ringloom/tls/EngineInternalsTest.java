package io.ringloom.tls;

import static io.ringloom.tls.BareEngines.EMPTY;
import static io.ringloom.tls.BareEngines.slot;
import static io.ringloom.tls.BareEngines.wrapped;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringloom.spi.TlsLayer;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Random;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Conscrypt below its interface. If a new version of Conscrypt breaks one of these, what the code
 * rests on is to be looked at again.
 */
@ParameterizedClass
@EnumSource
class EngineInternalsTest {

  private static final int LARGEST = 16_384;

  private final SSLEngine client;
  private final SSLEngine server;

  EngineInternalsTest(TlsProtocol version) throws SSLException {
    client = BareEngines.client(version);
    server = BareEngines.server(version);
    BareEngines.shakeHands(client, server);
  }

  @Test
  void theyAreFoundInThisVersionOfConscrypt() {
    assertThat(EngineInternals.of(client)).isNotNull();
    assertThat(EngineInternals.of(server)).isNotNull();
  }

  @Test
  void theyAreNotSoughtInOtherVersionsOfConscrypt() {
    assertThatThrownBy(() -> EngineInternals.Calls.findIn(2, 8)).hasMessageContaining("2.8");
    assertThatThrownBy(() -> EngineInternals.Calls.findIn(3, 9)).hasMessageContaining("3.9");
  }

  @Test
  void anEngineOfAnotherKindHasNone() {
    assertThat(EngineInternals.of(Ends.jdkContext(null).createSSLEngine())).isNull();
  }

  @Test
  void aRecordMayGoEitherWayAtEitherEnd() throws Exception {
    Random random = new Random(1);
    for (int i = 0; i < 400; i++) {
      boolean fromClient = random.nextBoolean();
      SSLEngine from = fromClient ? client : server;
      SSLEngine to = fromClient ? server : client;
      byte[] data = Bytes.random(1 + random.nextInt(LARGEST), i);

      ByteBuffer record = seal(from, data, random.nextBoolean());
      byte[] received = open(to, record, random.nextBoolean());

      assertThat(received).isEqualTo(data);
    }
  }

  @Test
  void theFirstDataMayBeALargestRecordWithTheTicketsBeforeIt() throws Exception {
    byte[] data = Bytes.random(LARGEST, 1);

    ByteBuffer records = seal(server, data, true);

    byte[] received = new byte[0];
    while (records.hasRemaining()) {
      received = Bytes.concat(received, open(client, records, true));
    }
    assertThat(received).isEqualTo(data);
  }

  @Test
  void noMoreIsSealedThanOneRecordHolds() throws Exception {
    ByteBuffer data = ByteBuffer.allocateDirect(LARGEST + 1);

    assertThat(internals(client).seal(data, slot())).isTrue();

    assertThat(data.remaining()).isEqualTo(1);
  }

  @Test
  void theEndOfThePeersStreamIsTold() throws Exception {
    client.closeOutbound();
    ByteBuffer record = wrapped(client);

    int answer = internals(server).open(record, record.remaining(), slot());

    assertThat(answer).isEqualTo(EngineInternals.CLOSED);
    assertThat(record.hasRemaining()).isFalse();
  }

  @Test
  void aChangedRecordIsRefusedAndGivesAnAlert() throws Exception {
    ByteBuffer record = seal(client, new byte[100], true);
    record.put(20, (byte) ~record.get(20));

    assertThatThrownBy(() -> internals(server).open(record, record.remaining(), slot()))
        .isInstanceOf(SSLException.class)
        .hasMessageContaining("BAD_RECORD_MAC");

    server.closeOutbound();
    assertThat(wrapped(server).remaining()).isPositive();
  }

  @Test
  void memoryThatIsNotThereIsNotTouched() throws Exception {
    EngineInternals internals = internals(client);
    ByteBuffer heap = ByteBuffer.allocate(TlsLayer.SLOT_BYTES);

    assertThatThrownBy(() -> internals.seal(ByteBuffer.allocate(10), slot()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> internals.seal(ByteBuffer.allocateDirect(10), heap))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> internals.seal(ByteBuffer.allocateDirect(10), slot().position(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> internals.open(heap, 100, slot()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> internals.open(slot(), TlsLayer.SLOT_BYTES + 1, slot()))
        .isInstanceOf(IllegalArgumentException.class);

    byte[] data = Bytes.random(100, 1);
    assertThat(open(server, seal(client, data, true), true)).isEqualTo(data);
  }

  @Test
  void memoryThatMayNotBeWrittenToIsNotWrittenTo() throws Exception {
    ByteBuffer record = seal(client, new byte[100], true);

    assertThatThrownBy(
            () -> internals(client).seal(ByteBuffer.allocateDirect(10), slot().asReadOnlyBuffer()))
        .isInstanceOf(ReadOnlyBufferException.class);
    assertThatThrownBy(
            () -> internals(server).open(record, record.remaining(), slot().asReadOnlyBuffer()))
        .isInstanceOf(ReadOnlyBufferException.class);
  }

  @Test
  void memoryThatWasFreedIsNotRead() {
    ByteBuffer freed;
    try (Arena arena = Arena.ofConfined()) {
      freed = arena.allocate(100).asByteBuffer();
    }
    assertThatThrownBy(() -> internals(client).seal(freed, slot()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anEngineThatHasFreedItsMemoryRefuses() throws Exception {
    EngineInternals internals = internals(client);
    client.closeOutbound();
    while (client.wrap(EMPTY, slot()).bytesProduced() > 0) {
      // There is one record, and then none.
    }
    client.closeInbound();

    assertThatThrownBy(() -> internals.open(slot(), 100, slot())).isInstanceOf(SSLException.class);
    assertThatThrownBy(() -> internals.seal(slot(), slot())).isInstanceOf(SSLException.class);
  }

  private static ByteBuffer seal(SSLEngine engine, byte[] data, boolean inside)
      throws SSLException {
    ByteBuffer plaintext = ByteBuffer.allocateDirect(data.length).put(data).flip();
    ByteBuffer slot = slot();
    if (inside) {
      assertThat(internals(engine).seal(plaintext, slot)).isTrue();
    } else {
      engine.wrap(plaintext, slot);
    }
    assertThat(plaintext.hasRemaining()).isFalse();
    return slot.flip();
  }

  private static byte[] open(SSLEngine engine, ByteBuffer records, boolean inside)
      throws SSLException {
    ByteBuffer plaintext = slot();
    int recordBytes = Records.completeBytes(records);
    while (recordBytes > 0 && plaintext.position() == 0) {
      if (inside) {
        internals(engine).open(records, recordBytes, plaintext);
      } else {
        engine.unwrap(records, plaintext);
      }
      recordBytes = Records.completeBytes(records);
    }
    byte[] data = new byte[plaintext.flip().remaining()];
    plaintext.get(data);
    return data;
  }

  private static EngineInternals internals(SSLEngine engine) {
    EngineInternals found = EngineInternals.of(engine);
    assertThat(found).isNotNull();
    return found;
  }
}

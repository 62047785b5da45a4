package io.ringloom.tls;

import io.ringloom.testkit.OnNio;
import org.junit.jupiter.api.Nested;

/** Runs the hazards of encrypted connections with TLS 1.2, on NIO. */
class NioTls12HazardsTest {
  @Nested
  class EndOfStream extends EndOfStreamHazard implements OnNio, OverTls12 {}

  @Nested
  class EveryEnd extends EveryEndHazard implements OnNio, OverTls12 {}

  @Nested
  class HalfClose extends HalfCloseHazard implements OnNio, OverTls12 {}

  @Nested
  class HandshakeAbuse extends HandshakeAbuseHazard implements OnNio, OverTls12 {}

  @Nested
  class RecordOrder extends RecordOrderHazard implements OnNio, OverTls12 {}

  @Nested
  class ShutdownRace extends ShutdownRaceHazard implements OnNio, OverTls12 {}

  @Nested
  class SlicedRecords extends SlicedRecordsHazard implements OnNio, OverTls12 {}

  @Nested
  class StuckPeer extends StuckPeerHazard implements OnNio, OverTls12 {}
}

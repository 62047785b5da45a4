package io.ringloom.tls;

import io.ringloom.testkit.OnUring;
import io.ringloom.testkit.RequiresUring;
import org.junit.jupiter.api.Nested;

/** Runs the hazards of encrypted connections with TLS 1.2, on io_uring. */
@RequiresUring
class UringTls12HazardsTest {
  @Nested
  class EndOfStream extends EndOfStreamHazard implements OnUring, OverTls12 {}

  @Nested
  class EveryEnd extends EveryEndHazard implements OnUring, OverTls12 {}

  @Nested
  class HalfClose extends HalfCloseHazard implements OnUring, OverTls12 {}

  @Nested
  class HandshakeAbuse extends HandshakeAbuseHazard implements OnUring, OverTls12 {}

  @Nested
  class RecordOrder extends RecordOrderHazard implements OnUring, OverTls12 {}

  @Nested
  class ShutdownRace extends ShutdownRaceHazard implements OnUring, OverTls12 {}

  @Nested
  class SlicedRecords extends SlicedRecordsHazard implements OnUring, OverTls12 {}

  @Nested
  class StuckPeer extends StuckPeerHazard implements OnUring, OverTls12 {}
}

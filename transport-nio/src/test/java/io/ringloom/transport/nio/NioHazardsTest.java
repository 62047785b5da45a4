package io.ringloom.transport.nio;

import io.ringloom.contract.BackpressureContract;
import io.ringloom.contract.BulkContract;
import io.ringloom.contract.DeadlineContract;
import io.ringloom.contract.EndOfLifeContract;
import io.ringloom.contract.HandlerThreadContract;
import io.ringloom.contract.QuietLoopContract;
import io.ringloom.contract.ReadTimeoutRaceContract;
import io.ringloom.contract.SharedLockContract;
import io.ringloom.contract.SpinContract;
import io.ringloom.contract.WakeUpContract;
import io.ringloom.contract.WatchdogContract;
import io.ringloom.testkit.OnNio;
import org.junit.jupiter.api.Nested;

/** Runs the contracts about what has broken systems like this one on this transport. */
class NioHazardsTest {

  @Nested
  class SharedLock extends SharedLockContract implements OnNio {}

  @Nested
  class WakeUp extends WakeUpContract implements OnNio {}

  @Nested
  class ReadTimeoutRace extends ReadTimeoutRaceContract implements OnNio {}

  @Nested
  class Backpressure extends BackpressureContract implements OnNio {}

  @Nested
  class Bulk extends BulkContract implements OnNio {}

  @Nested
  class EndOfLife extends EndOfLifeContract implements OnNio {}

  @Nested
  class Watchdog extends WatchdogContract implements OnNio {}

  @Nested
  class HandlerThread extends HandlerThreadContract implements OnNio {}

  @Nested
  class Deadline extends DeadlineContract implements OnNio {}

  @Nested
  class QuietLoop extends QuietLoopContract implements OnNio {}

  @Nested
  class Spin extends SpinContract implements OnNio {}
}

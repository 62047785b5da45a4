package io.ringloom.transport.uring;

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
import io.ringloom.testkit.OnUring;
import io.ringloom.testkit.RequiresUring;
import org.junit.jupiter.api.Nested;

/** Runs the contracts about what has broken systems like this one on this transport. */
@RequiresUring
class UringHazardsTest {

  @Nested
  class SharedLock extends SharedLockContract implements OnUring {}

  @Nested
  class WakeUp extends WakeUpContract implements OnUring {}

  @Nested
  class ReadTimeoutRace extends ReadTimeoutRaceContract implements OnUring {}

  @Nested
  class Backpressure extends BackpressureContract implements OnUring {}

  @Nested
  class Bulk extends BulkContract implements OnUring {}

  @Nested
  class EndOfLife extends EndOfLifeContract implements OnUring {}

  @Nested
  class Watchdog extends WatchdogContract implements OnUring {}

  @Nested
  class HandlerThread extends HandlerThreadContract implements OnUring {}

  @Nested
  class Deadline extends DeadlineContract implements OnUring {}

  @Nested
  class QuietLoop extends QuietLoopContract implements OnUring {}

  @Nested
  class Spin extends SpinContract implements OnUring {}
}

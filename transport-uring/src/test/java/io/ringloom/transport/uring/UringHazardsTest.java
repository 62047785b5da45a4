package io.ringloom.transport.uring;

import io.ringloom.contract.BackpressureContract;
import io.ringloom.contract.DeadlineContract;
import io.ringloom.contract.EndOfLifeContract;
import io.ringloom.contract.HandlerThreadContract;
import io.ringloom.contract.QuietLoopContract;
import io.ringloom.contract.ReadTimeoutRaceContract;
import io.ringloom.contract.SharedLockContract;
import io.ringloom.contract.WakeUpContract;
import io.ringloom.contract.WatchdogContract;
import org.junit.jupiter.api.Nested;

/** Runs the contracts about what has broken systems like this one on this transport. */
@RequiresUring
class UringHazardsTest {

  @Nested
  class SharedLock extends SharedLockContract {
    @Override
    protected String transport() {
      return "uring";
    }
  }

  @Nested
  class WakeUp extends WakeUpContract {
    @Override
    protected String transport() {
      return "uring";
    }
  }

  @Nested
  class ReadTimeoutRace extends ReadTimeoutRaceContract {
    @Override
    protected String transport() {
      return "uring";
    }
  }

  @Nested
  class Backpressure extends BackpressureContract {
    @Override
    protected String transport() {
      return "uring";
    }
  }

  @Nested
  class EndOfLife extends EndOfLifeContract {
    @Override
    protected String transport() {
      return "uring";
    }
  }

  @Nested
  class Watchdog extends WatchdogContract {
    @Override
    protected String transport() {
      return "uring";
    }
  }

  @Nested
  class HandlerThread extends HandlerThreadContract {
    @Override
    protected String transport() {
      return "uring";
    }
  }

  @Nested
  class Deadline extends DeadlineContract {
    @Override
    protected String transport() {
      return "uring";
    }
  }

  @Nested
  class QuietLoop extends QuietLoopContract {
    @Override
    protected String transport() {
      return "uring";
    }
  }
}

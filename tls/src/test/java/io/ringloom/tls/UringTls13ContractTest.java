package io.ringloom.tls;

import io.ringloom.contract.AcceptContract;
import io.ringloom.contract.BackpressureContract;
import io.ringloom.contract.CloseContract;
import io.ringloom.contract.CloseTimeoutContract;
import io.ringloom.contract.ConcurrentWriteContract;
import io.ringloom.contract.ConnectorContract;
import io.ringloom.contract.DeadlineContract;
import io.ringloom.contract.DrainContract;
import io.ringloom.contract.EndOfLifeContract;
import io.ringloom.contract.HalfCloseContract;
import io.ringloom.contract.HandlerFailureContract;
import io.ringloom.contract.InputContract;
import io.ringloom.contract.InputLimitContract;
import io.ringloom.contract.LoopStopContract;
import io.ringloom.contract.MetricsContract;
import io.ringloom.contract.OutputContract;
import io.ringloom.contract.ReadContract;
import io.ringloom.contract.ReadTimeoutRaceContract;
import io.ringloom.contract.StartContract;
import io.ringloom.contract.UnixDomainContract;
import io.ringloom.contract.WriteContract;
import io.ringloom.testkit.OnUring;
import io.ringloom.testkit.RequiresUring;
import org.junit.jupiter.api.Nested;

/**
 * Runs the contract of all transports on connections that are encrypted with TLS 1.3, on io_uring.
 */
@RequiresUring
class UringTls13ContractTest {
  @Nested
  class Accept extends AcceptContract implements OnUring, OverTls13 {}

  @Nested
  class Backpressure extends BackpressureContract implements OnUring, OverTls13 {}

  @Nested
  class Close extends CloseContract implements OnUring, OverTls13 {}

  @Nested
  class CloseTimeout extends CloseTimeoutContract implements OnUring, OverTls13 {}

  @Nested
  class ConcurrentWrite extends ConcurrentWriteContract implements OnUring, OverTls13 {}

  @Nested
  class Connector extends ConnectorContract implements OnUring, OverTls13 {}

  @Nested
  class Deadline extends DeadlineContract implements OnUring, OverTls13 {}

  @Nested
  class Drain extends DrainContract implements OnUring, OverTls13 {}

  @Nested
  class EndOfLife extends EndOfLifeContract implements OnUring, OverTls13 {}

  @Nested
  class HalfClose extends HalfCloseContract implements OnUring, OverTls13 {}

  @Nested
  class HandlerFailure extends HandlerFailureContract implements OnUring, OverTls13 {}

  @Nested
  class Input extends InputContract implements OnUring, OverTls13 {}

  @Nested
  class InputLimit extends InputLimitContract implements OnUring, OverTls13 {}

  @Nested
  class LoopStop extends LoopStopContract implements OnUring, OverTls13 {}

  @Nested
  class Metrics extends MetricsContract implements OnUring, OverTls13 {}

  @Nested
  class Output extends OutputContract implements OnUring, OverTls13 {}

  @Nested
  class Read extends ReadContract implements OnUring, OverTls13 {}

  @Nested
  class ReadTimeoutRace extends ReadTimeoutRaceContract implements OnUring, OverTls13 {}

  @Nested
  class Start extends StartContract implements OnUring, OverTls13 {}

  @Nested
  class UnixDomain extends UnixDomainContract implements OnUring, OverTls13 {}

  @Nested
  class Write extends WriteContract implements OnUring, OverTls13 {}
}

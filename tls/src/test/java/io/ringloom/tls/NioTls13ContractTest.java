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
import io.ringloom.contract.SharedLockContract;
import io.ringloom.contract.StartContract;
import io.ringloom.contract.UnixDomainContract;
import io.ringloom.contract.WriteContract;
import io.ringloom.testkit.OnNio;
import org.junit.jupiter.api.Nested;

/** Runs the contract of all transports on connections that are encrypted with TLS 1.3, on NIO. */
class NioTls13ContractTest {
  @Nested
  class Accept extends AcceptContract implements OnNio, OverTls13 {}

  @Nested
  class Backpressure extends BackpressureContract implements OnNio, OverTls13 {}

  @Nested
  class Close extends CloseContract implements OnNio, OverTls13 {}

  @Nested
  class CloseTimeout extends CloseTimeoutContract implements OnNio, OverTls13 {}

  @Nested
  class ConcurrentWrite extends ConcurrentWriteContract implements OnNio, OverTls13 {}

  @Nested
  class Connector extends ConnectorContract implements OnNio, OverTls13 {}

  @Nested
  class Deadline extends DeadlineContract implements OnNio, OverTls13 {}

  @Nested
  class Drain extends DrainContract implements OnNio, OverTls13 {}

  @Nested
  class EndOfLife extends EndOfLifeContract implements OnNio, OverTls13 {}

  @Nested
  class HalfClose extends HalfCloseContract implements OnNio, OverTls13 {}

  @Nested
  class HandlerFailure extends HandlerFailureContract implements OnNio, OverTls13 {}

  @Nested
  class Input extends InputContract implements OnNio, OverTls13 {}

  @Nested
  class InputLimit extends InputLimitContract implements OnNio, OverTls13 {}

  @Nested
  class LoopStop extends LoopStopContract implements OnNio, OverTls13 {}

  @Nested
  class Metrics extends MetricsContract implements OnNio, OverTls13 {}

  @Nested
  class Output extends OutputContract implements OnNio, OverTls13 {}

  @Nested
  class Read extends ReadContract implements OnNio, OverTls13 {}

  @Nested
  class ReadTimeoutRace extends ReadTimeoutRaceContract implements OnNio, OverTls13 {}

  @Nested
  class SharedLock extends SharedLockContract implements OnNio, OverTls13 {}

  @Nested
  class Start extends StartContract implements OnNio, OverTls13 {}

  @Nested
  class UnixDomain extends UnixDomainContract implements OnNio, OverTls13 {}

  @Nested
  class Write extends WriteContract implements OnNio, OverTls13 {}
}

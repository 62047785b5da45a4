package io.ringloom.tls;

import io.ringloom.contract.AcceptContract;
import io.ringloom.contract.CloseContract;
import io.ringloom.contract.CloseTimeoutContract;
import io.ringloom.contract.ConcurrentWriteContract;
import io.ringloom.contract.ConnectorContract;
import io.ringloom.contract.DrainContract;
import io.ringloom.contract.HalfCloseContract;
import io.ringloom.contract.HandlerFailureContract;
import io.ringloom.contract.InputContract;
import io.ringloom.contract.InputLimitContract;
import io.ringloom.contract.LoopStopContract;
import io.ringloom.contract.MetricsContract;
import io.ringloom.contract.OutputContract;
import io.ringloom.contract.ReadContract;
import io.ringloom.contract.StartContract;
import io.ringloom.contract.UnixDomainContract;
import io.ringloom.contract.WriteContract;
import io.ringloom.testkit.OnNio;
import org.junit.jupiter.api.Nested;

/** Runs the contract of all transports on connections that are encrypted with TLS 1.2, on NIO. */
class NioTls12ContractTest {
  @Nested
  class Accept extends AcceptContract implements OnNio, OverTls12 {}

  @Nested
  class Close extends CloseContract implements OnNio, OverTls12 {}

  @Nested
  class CloseTimeout extends CloseTimeoutContract implements OnNio, OverTls12 {}

  @Nested
  class ConcurrentWrite extends ConcurrentWriteContract implements OnNio, OverTls12 {}

  @Nested
  class Connector extends ConnectorContract implements OnNio, OverTls12 {}

  @Nested
  class Drain extends DrainContract implements OnNio, OverTls12 {}

  @Nested
  class HalfClose extends HalfCloseContract implements OnNio, OverTls12 {}

  @Nested
  class HandlerFailure extends HandlerFailureContract implements OnNio, OverTls12 {}

  @Nested
  class Input extends InputContract implements OnNio, OverTls12 {}

  @Nested
  class InputLimit extends InputLimitContract implements OnNio, OverTls12 {}

  @Nested
  class LoopStop extends LoopStopContract implements OnNio, OverTls12 {}

  @Nested
  class Metrics extends MetricsContract implements OnNio, OverTls12 {}

  @Nested
  class Output extends OutputContract implements OnNio, OverTls12 {}

  @Nested
  class Read extends ReadContract implements OnNio, OverTls12 {}

  @Nested
  class Start extends StartContract implements OnNio, OverTls12 {}

  @Nested
  class UnixDomain extends UnixDomainContract implements OnNio, OverTls12 {}

  @Nested
  class Write extends WriteContract implements OnNio, OverTls12 {}
}

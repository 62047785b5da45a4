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
import io.ringloom.testkit.OnUring;
import io.ringloom.testkit.RequiresUring;
import org.junit.jupiter.api.Nested;

/**
 * Runs the contract of all transports on connections that are encrypted with TLS 1.2, on io_uring.
 */
@RequiresUring
class UringTls12ContractTest {
  @Nested
  class Accept extends AcceptContract implements OnUring, OverTls12 {}

  @Nested
  class Close extends CloseContract implements OnUring, OverTls12 {}

  @Nested
  class CloseTimeout extends CloseTimeoutContract implements OnUring, OverTls12 {}

  @Nested
  class ConcurrentWrite extends ConcurrentWriteContract implements OnUring, OverTls12 {}

  @Nested
  class Connector extends ConnectorContract implements OnUring, OverTls12 {}

  @Nested
  class Drain extends DrainContract implements OnUring, OverTls12 {}

  @Nested
  class HalfClose extends HalfCloseContract implements OnUring, OverTls12 {}

  @Nested
  class HandlerFailure extends HandlerFailureContract implements OnUring, OverTls12 {}

  @Nested
  class Input extends InputContract implements OnUring, OverTls12 {}

  @Nested
  class InputLimit extends InputLimitContract implements OnUring, OverTls12 {}

  @Nested
  class LoopStop extends LoopStopContract implements OnUring, OverTls12 {}

  @Nested
  class Metrics extends MetricsContract implements OnUring, OverTls12 {}

  @Nested
  class Output extends OutputContract implements OnUring, OverTls12 {}

  @Nested
  class Read extends ReadContract implements OnUring, OverTls12 {}

  @Nested
  class Start extends StartContract implements OnUring, OverTls12 {}

  @Nested
  class UnixDomain extends UnixDomainContract implements OnUring, OverTls12 {}

  @Nested
  class Write extends WriteContract implements OnUring, OverTls12 {}
}

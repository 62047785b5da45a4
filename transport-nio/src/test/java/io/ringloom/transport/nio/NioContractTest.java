package io.ringloom.transport.nio;

import io.ringloom.contract.AcceptContract;
import io.ringloom.contract.AllocationContract;
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

/** Runs the contract of all transports on this one. */
class NioContractTest {

  @Nested
  class Accept extends AcceptContract implements OnNio {}

  @Nested
  class Allocation extends AllocationContract implements OnNio {}

  @Nested
  class Close extends CloseContract implements OnNio {}

  @Nested
  class CloseTimeout extends CloseTimeoutContract implements OnNio {}

  @Nested
  class ConcurrentWrite extends ConcurrentWriteContract implements OnNio {}

  @Nested
  class Connector extends ConnectorContract implements OnNio {}

  @Nested
  class Drain extends DrainContract implements OnNio {}

  @Nested
  class HalfClose extends HalfCloseContract implements OnNio {}

  @Nested
  class HandlerFailure extends HandlerFailureContract implements OnNio {}

  @Nested
  class Input extends InputContract implements OnNio {}

  @Nested
  class InputLimit extends InputLimitContract implements OnNio {}

  @Nested
  class LoopStop extends LoopStopContract implements OnNio {}

  @Nested
  class Metrics extends MetricsContract implements OnNio {}

  @Nested
  class Output extends OutputContract implements OnNio {}

  @Nested
  class Read extends ReadContract implements OnNio {}

  @Nested
  class Start extends StartContract implements OnNio {}

  @Nested
  class UnixDomain extends UnixDomainContract implements OnNio {}

  @Nested
  class Write extends WriteContract implements OnNio {}
}

package io.ringloom.transport.uring;

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
import io.ringloom.testkit.OnUring;
import io.ringloom.testkit.RequiresUring;
import org.junit.jupiter.api.Nested;

/** Runs the contract of all transports on this one. */
@RequiresUring
class UringContractTest {

  @Nested
  class Accept extends AcceptContract implements OnUring {}

  @Nested
  class Allocation extends AllocationContract implements OnUring {
    /**
     * Netty's ring makes an object of 16 bytes each time it is entered, and now and then its map of
     * pending operations anew.
     */
    @Override
    protected long transportBytesForATurn() {
      return 32;
    }
  }

  @Nested
  class Close extends CloseContract implements OnUring {}

  @Nested
  class CloseTimeout extends CloseTimeoutContract implements OnUring {}

  @Nested
  class ConcurrentWrite extends ConcurrentWriteContract implements OnUring {}

  @Nested
  class Connector extends ConnectorContract implements OnUring {}

  @Nested
  class Drain extends DrainContract implements OnUring {}

  @Nested
  class HalfClose extends HalfCloseContract implements OnUring {}

  @Nested
  class HandlerFailure extends HandlerFailureContract implements OnUring {}

  @Nested
  class Input extends InputContract implements OnUring {}

  @Nested
  class InputLimit extends InputLimitContract implements OnUring {}

  @Nested
  class LoopStop extends LoopStopContract implements OnUring {}

  @Nested
  class Metrics extends MetricsContract implements OnUring {}

  @Nested
  class Output extends OutputContract implements OnUring {}

  @Nested
  class Read extends ReadContract implements OnUring {}

  @Nested
  class Start extends StartContract implements OnUring {}

  @Nested
  class UnixDomain extends UnixDomainContract implements OnUring {}

  @Nested
  class Write extends WriteContract implements OnUring {}
}

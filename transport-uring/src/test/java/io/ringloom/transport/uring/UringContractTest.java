package io.ringloom.transport.uring;

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
import org.junit.jupiter.api.Nested;

/** Runs the contract of all transports on this one. */
@RequiresUring
class UringContractTest {

  @Nested
  class Accept extends AcceptContract {
    @Override
    protected String transport() {
      return "uring";
    }
  }

  @Nested
  class Close extends CloseContract {
    @Override
    protected String transport() {
      return "uring";
    }
  }

  @Nested
  class CloseTimeout extends CloseTimeoutContract {
    @Override
    protected String transport() {
      return "uring";
    }
  }

  @Nested
  class ConcurrentWrite extends ConcurrentWriteContract {
    @Override
    protected String transport() {
      return "uring";
    }
  }

  @Nested
  class Connector extends ConnectorContract {
    @Override
    protected String transport() {
      return "uring";
    }
  }

  @Nested
  class Drain extends DrainContract {
    @Override
    protected String transport() {
      return "uring";
    }
  }

  @Nested
  class HalfClose extends HalfCloseContract {
    @Override
    protected String transport() {
      return "uring";
    }
  }

  @Nested
  class HandlerFailure extends HandlerFailureContract {
    @Override
    protected String transport() {
      return "uring";
    }
  }

  @Nested
  class Input extends InputContract {
    @Override
    protected String transport() {
      return "uring";
    }
  }

  @Nested
  class InputLimit extends InputLimitContract {
    @Override
    protected String transport() {
      return "uring";
    }
  }

  @Nested
  class LoopStop extends LoopStopContract {
    @Override
    protected String transport() {
      return "uring";
    }
  }

  @Nested
  class Metrics extends MetricsContract {
    @Override
    protected String transport() {
      return "uring";
    }
  }

  @Nested
  class Output extends OutputContract {
    @Override
    protected String transport() {
      return "uring";
    }
  }

  @Nested
  class Read extends ReadContract {
    @Override
    protected String transport() {
      return "uring";
    }
  }

  @Nested
  class Start extends StartContract {
    @Override
    protected String transport() {
      return "uring";
    }
  }

  @Nested
  class UnixDomain extends UnixDomainContract {
    @Override
    protected String transport() {
      return "uring";
    }
  }

  @Nested
  class Write extends WriteContract {
    @Override
    protected String transport() {
      return "uring";
    }
  }
}

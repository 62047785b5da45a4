package io.ringloom.transport.uring;

import io.ringloom.EventLoopGroup;
import io.ringloom.contract.AcceptContract;
import io.ringloom.contract.BackpressureContract;
import io.ringloom.contract.CloseContract;
import io.ringloom.contract.EndOfLifeContract;
import io.ringloom.contract.HalfCloseContract;
import io.ringloom.contract.ReadContract;
import org.junit.jupiter.api.Nested;

/**
 * Runs the contracts about bytes and their end on the transport as it is on a kernel that knows no
 * multishot operations: each accept and each receive completes once.
 */
@RequiresUring
class OneShotContractTest {

  private static void useOneShots(EventLoopGroup.Builder builder) {
    builder.transport(new UringTransport(UringOptions.builder().build(), false));
  }

  @Nested
  class Accept extends AcceptContract {
    @Override
    protected String transport() {
      return "uring";
    }

    @Override
    protected void configure(EventLoopGroup.Builder builder) {
      super.configure(builder);
      useOneShots(builder);
    }
  }

  @Nested
  class Backpressure extends BackpressureContract {
    @Override
    protected String transport() {
      return "uring";
    }

    @Override
    protected void configure(EventLoopGroup.Builder builder) {
      super.configure(builder);
      useOneShots(builder);
    }
  }

  @Nested
  class Close extends CloseContract {
    @Override
    protected String transport() {
      return "uring";
    }

    @Override
    protected void configure(EventLoopGroup.Builder builder) {
      super.configure(builder);
      useOneShots(builder);
    }
  }

  @Nested
  class EndOfLife extends EndOfLifeContract {
    @Override
    protected String transport() {
      return "uring";
    }

    @Override
    protected void configure(EventLoopGroup.Builder builder) {
      super.configure(builder);
      useOneShots(builder);
    }
  }

  @Nested
  class HalfClose extends HalfCloseContract {
    @Override
    protected String transport() {
      return "uring";
    }

    @Override
    protected void configure(EventLoopGroup.Builder builder) {
      super.configure(builder);
      useOneShots(builder);
    }
  }

  @Nested
  class Read extends ReadContract {
    @Override
    protected String transport() {
      return "uring";
    }

    @Override
    protected void configure(EventLoopGroup.Builder builder) {
      super.configure(builder);
      useOneShots(builder);
    }
  }
}

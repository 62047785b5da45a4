package io.ringloom.transport.uring;

import io.ringloom.EventLoopGroup;
import io.ringloom.contract.AcceptContract;
import io.ringloom.contract.BackpressureContract;
import io.ringloom.contract.BulkContract;
import io.ringloom.contract.CloseContract;
import io.ringloom.contract.EndOfLifeContract;
import io.ringloom.contract.HalfCloseContract;
import io.ringloom.contract.ReadContract;
import io.ringloom.testkit.OnUring;
import io.ringloom.testkit.RequiresUring;
import org.junit.jupiter.api.Nested;

/**
 * Runs the contracts about bytes and their end on the transport as it is on a kernel that knows no
 * multishot operations: each accept and each receive completes once.
 */
@RequiresUring
class OneShotContractTest {

  interface OnOneShots extends OnUring {
    @Override
    default void useTransport(EventLoopGroup.Builder builder) {
      builder.transport(new UringTransport(UringOptions.builder().build(), false, false));
    }
  }

  @Nested
  class Accept extends AcceptContract implements OnOneShots {}

  @Nested
  class Backpressure extends BackpressureContract implements OnOneShots {}

  @Nested
  class Bulk extends BulkContract implements OnOneShots {}

  @Nested
  class Close extends CloseContract implements OnOneShots {}

  @Nested
  class EndOfLife extends EndOfLifeContract implements OnOneShots {}

  @Nested
  class HalfClose extends HalfCloseContract implements OnOneShots {}

  @Nested
  class Read extends ReadContract implements OnOneShots {}
}

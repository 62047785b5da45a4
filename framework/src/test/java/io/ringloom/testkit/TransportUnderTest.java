package io.ringloom.testkit;

import io.ringloom.EventLoopGroup;
import java.util.Optional;

/**
 * What a {@link Contract} runs on. The tests of a transport implement it once, and mix it into each
 * contract.
 */
public interface TransportUnderTest {

  /** Returns the transport's name. */
  String transport();

  /** Has loops use the transport. */
  default void useTransport(EventLoopGroup.Builder builder) {
    builder.transport(transport());
  }

  /** Returns what connections are encrypted with, if they are. */
  default Optional<TlsUnderTest> tls() {
    return Optional.empty();
  }
}

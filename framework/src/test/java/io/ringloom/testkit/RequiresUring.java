package io.ringloom.testkit;

import io.ringloom.spi.Transport;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** Skips tests where io_uring is not available, and says so, since they are a good part of all. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresUring.Condition.class)
public @interface RequiresUring {

  /** Asks the transport. */
  final class Condition implements ExecutionCondition {
    private static final AtomicBoolean SAID = new AtomicBoolean();

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      Optional<String> cause =
          ServiceLoader.load(Transport.class).stream()
              .map(ServiceLoader.Provider::get)
              .filter(transport -> transport.name().equals("uring"))
              .findFirst()
              .map(Transport::unavailabilityCause)
              .orElse(Optional.of("the module has no such transport"));
      if (cause.isEmpty()) {
        return ConditionEvaluationResult.enabled("io_uring is available");
      }
      String reason = "io_uring is not available here: " + cause.get();
      if (SAID.compareAndSet(false, true)) {
        LoggerFactory.getLogger(RequiresUring.class).warn("Tests are skipped: {}.", reason);
      }
      return ConditionEvaluationResult.disabled(reason);
    }
  }
}

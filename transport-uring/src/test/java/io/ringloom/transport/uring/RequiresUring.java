package io.ringloom.transport.uring;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** Skips tests where io_uring is not available, and says so, since they are most of this module. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresUring.Condition.class)
@interface RequiresUring {

  /** Asks the transport. */
  final class Condition implements ExecutionCondition {
    private static final AtomicBoolean SAID = new AtomicBoolean();

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      Optional<String> cause = new UringTransport().unavailabilityCause();
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

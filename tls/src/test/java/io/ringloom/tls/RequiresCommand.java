package io.ringloom.tls;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.slf4j.LoggerFactory;

/** Skips the tests of a class where a command is missing, and says so. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresCommand.Condition.class)
@interface RequiresCommand {

  /** The name of a command that tells its version when it is asked for {@link #version}. */
  String value();

  /** How it is asked. */
  String version();

  /** Tries the command. */
  final class Condition implements ExecutionCondition {
    private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      Optional<RequiresCommand> wanted =
          AnnotationSupport.findAnnotation(context.getElement(), RequiresCommand.class);
      if (wanted.isEmpty()) {
        return ConditionEvaluationResult.enabled("no command is needed");
      }
      String command = wanted.get().value();
      try {
        new ProcessBuilder(command, wanted.get().version())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start()
            .getOutputStream()
            .close();
        return ConditionEvaluationResult.enabled(command + " is there");
      } catch (IOException e) {
        String reason = "there is no command " + command + " here: " + e.getMessage();
        if (SAID.add(command)) {
          LoggerFactory.getLogger(RequiresCommand.class).warn("Tests are skipped: {}.", reason);
        }
        return ConditionEvaluationResult.disabled(reason);
      }
    }
  }
}

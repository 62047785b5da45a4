package io.ringloom.benchmarks;

import io.ringloom.benchmarks.contender.Contender;
import io.ringloom.benchmarks.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What of all there is takes part. All fields are set by picocli before the command is called. */
final class SelectionOptions {
  /** A few of each kind. */
  private static final Pattern QUICK_WORKLOADS =
      Pattern.compile("^(echo-64b|echo-64b-16|tls-64b|kv-get-16)$");

  private static final Pattern QUICK_CONTENDERS =
      Pattern.compile(
          "^(ringloom-uring|netty-uring|jdk-channel|netty-epoll-tcnative|jdk-sslsocket"
              + "|ringloom-kv-uring|redis-server)$");

  private static final Pattern ALL = Pattern.compile("");

  @Option(
      names = "--workload",
      paramLabel = "PATTERN",
      converter = PatternConverter.class,
      description = "Only workloads whose name has this in it.")
  private @Nullable Pattern workload;

  @Option(
      names = "--contender",
      paramLabel = "PATTERN",
      converter = PatternConverter.class,
      description = "Only contenders whose name has this in it.")
  private @Nullable Pattern contender;

  /** Returns whether some contenders were chosen, and others left out. */
  boolean isPart() {
    return contender != null;
  }

  /**
   * Returns the workloads that were chosen, each with those of its contenders that were.
   *
   * @param quick whether few take part where the user has not chosen
   */
  List<Workload> select(List<Workload> all, boolean quick) {
    Predicate<String> names = or(workload, quick ? QUICK_WORKLOADS : ALL).asPredicate();
    Predicate<String> contenders = or(contender, quick ? QUICK_CONTENDERS : ALL).asPredicate();
    List<Workload> named = all.stream().filter(one -> names.test(one.name())).toList();
    if (named.isEmpty()) {
      throw new IllegalArgumentException(
          "No workload has '" + workload + "' in its name: --list shows them all.");
    }
    List<Workload> chosen = new ArrayList<>();
    for (Workload one : named) {
      List<Contender> taking =
          one.contenders().stream().filter(who -> contenders.test(who.name())).toList();
      if (!taking.isEmpty()) {
        chosen.add(one.of(taking));
      }
    }
    if (chosen.isEmpty()) {
      throw new IllegalArgumentException(
          "No contender of these workloads has '"
              + contender
              + "' in its name: --list shows them all.");
    }
    return chosen;
  }

  private static Pattern or(@Nullable Pattern chosen, Pattern otherwise) {
    return chosen == null ? otherwise : chosen;
  }

  /** Reads a pattern. */
  static final class PatternConverter implements ITypeConverter<Pattern> {
    @Override
    public Pattern convert(String value) {
      try {
        return Pattern.compile(value);
      } catch (PatternSyntaxException e) {
        throw new TypeConversionException(
            "'" + value + "' is no regular expression (" + e.getDescription() + ")");
      }
    }
  }
}

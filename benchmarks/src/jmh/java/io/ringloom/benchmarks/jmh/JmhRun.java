package io.ringloom.benchmarks.jmh;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs benchmarks of Ringloom's parts, prints what they found and writes it to two files. */
public final class JmhRun {
  /** What the JVMs that measure are told; the one that starts them is told some of it, too. */
  private static final String[] JVM_OPTIONS = {
    "--add-opens=java.base/java.lang=ALL-UNNAMED",
    "--enable-native-access=ALL-UNNAMED",
    // JMH and Conscrypt use what Java 25 warns of.
    "--sun-misc-unsafe-memory-access=allow",
    // So that nothing stands between the figures but warnings.
    "-Dlogback.configurationFile=logback-benchmarks.xml",
    "-Xms1g",
    "-Xmx1g"
  };

  private JmhRun() {}

  /**
   * Runs the benchmarks.
   *
   * @param args see {@link JmhArguments#USAGE}
   */
  public static void main(String[] args) throws IOException {
    if (List.of(args).contains("--help")) {
      System.out.println(JmhArguments.USAGE);
      return;
    }
    try {
      run(JmhArguments.parse(args, Path.of(System.getProperty("jmh.project", ""))));
    } catch (JmhArguments.WrongArguments e) {
      System.err.println(e.getMessage());
      System.exit(2);
    } catch (RunnerException e) {
      System.err.println("The benchmarks could not be run to their end.");
      e.printStackTrace();
      System.exit(1);
    }
  }

  private static void run(JmhArguments arguments)
      throws IOException, JmhArguments.WrongArguments, RunnerException {
    Set<String> selected = select(arguments.pattern());
    Figures figures = Figures.in(arguments.out());
    Table table = new Table(System.out);
    table.printHead();
    List<Figure> measured = new ArrayList<>();
    for (String benchmark : selected) {
      for (RunResult result : measure(benchmark, arguments.quick())) {
        Figure figure = toFigure(result, arguments.quick());
        table.print(figure);
        measured.add(figure);
      }
      figures.replace(measured); // now, since the rest may take long
    }
    System.out.println("\nWritten to " + arguments.out().normalize() + ": jmh.json and jmh.md.");
  }

  private static Set<String> select(Pattern pattern) throws JmhArguments.WrongArguments {
    Set<String> all =
        BenchmarkList.defaultList()
            .getAll(
                OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), List.of())
            .stream()
            .map(BenchmarkListEntry::getUsername)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> selected =
        all.stream()
            .filter(name -> pattern.matcher(shortName(name)).find())
            .collect(Collectors.toCollection(TreeSet::new));
    if (selected.isEmpty()) {
      throw new JmhArguments.WrongArguments(
          "No benchmark has "
              + pattern
              + " in its name. There are: "
              + all.stream().map(JmhRun::shortName).collect(Collectors.joining(", "))
              + ".");
    }
    return selected;
  }

  private static Collection<RunResult> measure(String benchmark, boolean quick)
      throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + Pattern.quote(benchmark) + "$")
            .mode(Mode.AverageTime)
            .timeUnit(TimeUnit.NANOSECONDS)
            .jvmArgs(JVM_OPTIONS)
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT);
    if (quick) {
      options.forks(1).warmupIterations(2).measurementIterations(3);
      options.warmupTime(TimeValue.milliseconds(300)).measurementTime(TimeValue.milliseconds(200));
    } else {
      options.forks(2).warmupIterations(3).measurementIterations(5);
      options.warmupTime(TimeValue.seconds(1)).measurementTime(TimeValue.seconds(1));
    }
    return new Runner(options.build()).run();
  }

  private static Figure toFigure(RunResult result, boolean quick) {
    Result<?> time = result.getPrimaryResult();
    Result<?> allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
    return new Figure(
        name(result.getParams()),
        time.getScore(),
        time.getScoreError(),
        allocated == null ? Double.NaN : allocated.getScore(),
        quick,
        LocalDate.now(ZoneId.systemDefault()).toString());
  }

  private static String name(BenchmarkParams params) {
    String values =
        params.getParamsKeys().stream().map(params::getParam).collect(Collectors.joining(" "));
    return shortName(params.getBenchmark()) + (values.isEmpty() ? "" : " " + values);
  }

  /** Returns the part, a point, and what it does. */
  private static String shortName(String benchmark) {
    String[] names = benchmark.split("\\.", -1);
    String part = names[names.length - 2];
    return part.replaceFirst("Benchmark$", "") + "." + names[names.length - 1];
  }
}

package io.ringloom.benchmarks;

import io.ringloom.benchmarks.report.Report;
import io.ringloom.benchmarks.result.ResultFiles;
import io.ringloom.benchmarks.workload.Conditions;
import io.ringloom.benchmarks.workload.Workload;
import io.ringloom.benchmarks.workload.Workloads;
import io.ringloom.example.common.CommandLines;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command line of the benchmarks. All fields are set by picocli before the call. */
@Command(
    name = "benchmarks",
    description = {
      "Runs Ringloom and other servers on the same work in turns, and writes a page with what each"
          + " costs.",
      ""
    },
    mixinStandardHelpOptions = true,
    abbreviateSynopsis = true,
    sortOptions = false,
    footer = {
      "",
      "A PATTERN is a regular expression that is looked for anywhere in a name. What is measured"
          + " takes the place of what was measured before; results of other workloads stay."
    })
public final class Benchmarks implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Mixin private final SelectionOptions selection = new SelectionOptions();

  @Mixin private final MeasuringOptions measuring = new MeasuringOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Where the page goes. Default: docs/benchmarks, or benchmarks/target/page with --quick or"
              + " --contender.")
  private @Nullable Path out;

  @Option(names = "--list", description = "Only list the workloads and who takes part in each.")
  private boolean list;

  @Option(
      names = "--report-only",
      description = "Only make the page anew, of the results that are there.")
  private boolean reportOnly;

  private Benchmarks() {}

  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs the command; returns its exit code. */
  static int run(String... args) {
    return CommandLines.run(new Benchmarks(), args);
  }

  @Override
  public Integer call() throws IOException {
    PrintWriter console = Objects.requireNonNull(spec).commandLine().getOut();
    Path folder = out != null ? out : Folders.output(!measuring.quick() && !selection.isPart());
    Report report = new Report(folder);
    if (reportOnly) {
      report.write();
      console.println("The page is " + report.page() + ".");
      return ExitCode.OK;
    }
    List<Workload> workloads = selection.select(Workloads.all(), measuring.quick());
    if (list) {
      Listing.print(workloads, console);
      return ExitCode.OK;
    }
    OpenFiles.check(workloads);
    boolean complete = measure(workloads, report.results(), console);
    report.write();
    console.println("The page is " + report.page() + ".");
    return complete ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private boolean measure(List<Workload> workloads, ResultFiles results, PrintWriter console)
      throws IOException {
    try (Conditions conditions = Conditions.create(measuring.settings())) {
      return new Run(workloads, conditions, results, console).measure();
    }
  }
}

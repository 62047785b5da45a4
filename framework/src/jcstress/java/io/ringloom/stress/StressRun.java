package io.ringloom.stress;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.StateCase;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.TestList;

/**
 * Runs jcstress and then proves that it was able to see something: most tests have a twin, the same
 * hand-off with one step left out, whose bad result is marked as interesting. A twin whose bad
 * result never comes up says that the machine, the settings or the test cannot catch the defect,
 * and fails the run. (jcstress itself knows only results that must not occur.)
 */
public final class StressRun {
  /** How often a twin is run at the most: a busy machine may not show its defect at once. */
  private static final int TRIES = 4;

  private StressRun() {}

  /** Takes the arguments of jcstress. */
  public static void main(String[] args) throws Exception {
    Set<String> unseen = run(args);
    for (int tries = 1; !unseen.isEmpty() && tries < TRIES; tries++) {
      System.out.println("Running again, since the built-in defect did not show: " + unseen);
      unseen = run(withTests(args, unseen));
    }
    if (!unseen.isEmpty()) {
      throw new AssertionError("These tests did not show their built-in defect: " + unseen);
    }
  }

  /** Returns the twins that did not show their defect. */
  private static Set<String> run(String[] args) throws Exception {
    Options options = new Options(args);
    if (!options.parse()) {
      System.exit(1);
    }
    JCStress jcstress = new JCStress(options);
    if (options.shouldList()) {
      jcstress.getTests().forEach(System.out::println);
      return Set.of();
    }
    jcstress.run();
    Map<String, Long> seen = defectsSeen(options.getResultFile());
    seen.forEach((name, count) -> System.out.println("Defect seen " + count + " times: " + name));
    seen.values().removeIf(count -> count > 0);
    return seen.keySet();
  }

  private static String[] withTests(String[] args, Set<String> names) {
    List<String> changed = new ArrayList<>(List.of(args));
    int option = changed.indexOf("-t");
    if (option >= 0) {
      changed.subList(option, option + 2).clear();
    }
    changed.add("-t");
    changed.add(
        names.stream()
            .map(name -> name.replace(".", "[.]"))
            .collect(Collectors.joining("|", "^(", ")$")));
    return changed.toArray(new String[0]);
  }

  private static Map<String, Long> defectsSeen(String resultFile) throws Exception {
    InProcessCollector collector = new InProcessCollector();
    DiskReadCollector reader = new DiskReadCollector(resultFile, collector);
    reader.dump();
    reader.close();
    Map<String, Long> seen = new TreeMap<>();
    for (TestResult result : collector.getTestResults()) {
      TestInfo test = TestList.getInfo(result.getName());
      if (isTwin(test)) {
        seen.merge(result.getName(), badResults(test, result), Long::sum);
      }
    }
    return seen;
  }

  private static boolean isTwin(TestInfo test) {
    return test.cases().stream().anyMatch(StressRun::isBad);
  }

  private static boolean isBad(StateCase result) {
    return result.expect() == Expect.ACCEPTABLE_INTERESTING;
  }

  private static long badResults(TestInfo test, TestResult result) {
    long count = 0;
    for (String state : result.getStateKeys()) {
      if (test.cases().stream().anyMatch(known -> isBad(known) && known.matches(state))) {
        count += result.getCount(state);
      }
    }
    return count;
  }
}

package io.ringloom.benchmarks.jmh;

import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * What is to be measured.
 *
 * @param pattern which benchmarks; it is looked for in their names
 * @param quick whether a rough answer is enough
 * @param out the folder for the results
 */
record JmhArguments(Pattern pattern, boolean quick, Path out) {
  static final String USAGE =
      """
      Usage: ./benchmarks/jmh [pattern] [--quick] [--out=FOLDER]

        pattern       a regular expression that is looked for in the names of the benchmarks,
                      for example Mailbox or 'TlsFeed|TlsEncrypt'; all of them if there is none
        --quick       a rough answer in two minutes instead of a better one in fifteen
        --out=FOLDER  where jmh.json and jmh.md are written; docs/benchmarks if it is not given, or
                      benchmarks/target/page with --quick.
                      Results that are there already stay, but for those that are measured anew\
      """;

  /**
   * Reads the command line.
   *
   * @param project where the project is, which has the folder for the results if none is given
   * @throws WrongArguments if it is wrong
   */
  static JmhArguments parse(String[] args, Path project) throws WrongArguments {
    @Nullable String pattern = null;
    boolean quick = false;
    @Nullable Path out = null;
    for (int i = 0; i < args.length; i++) {
      String arg = args[i];
      if (arg.equals("--quick")) {
        quick = true;
      } else if (arg.startsWith("--out=")) {
        out = Path.of(arg.substring("--out=".length()));
      } else if (arg.equals("--out") && i + 1 < args.length) {
        out = Path.of(args[++i]);
      } else if (arg.startsWith("-") || pattern != null) {
        throw new WrongArguments("The argument " + arg + " is not understood.\n" + USAGE);
      } else {
        pattern = arg;
      }
    }
    return new JmhArguments(
        compile(pattern == null ? "" : pattern), quick, out == null ? folder(project, quick) : out);
  }

  /** Rough answers do not take the place of better ones. */
  private static Path folder(Path project, boolean quick) {
    return project.resolve(quick ? "benchmarks/target/page" : "docs/benchmarks");
  }

  private static Pattern compile(String pattern) throws WrongArguments {
    try {
      return Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      throw new WrongArguments(
          "The pattern " + pattern + " is not a regular expression: " + e.getDescription() + ".");
    }
  }

  /** The command line is wrong; the message is for the user. */
  static final class WrongArguments extends Exception {
    private static final long serialVersionUID = 1L;

    WrongArguments(String message) {
      super(message);
    }
  }
}

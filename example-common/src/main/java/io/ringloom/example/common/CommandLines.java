package io.ringloom.example.common;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Runs a server's command so that a mistake costs its user one line and no stack trace. */
public final class CommandLines {
  private CommandLines() {}

  /**
   * Runs a picocli command, which must have a name, and returns the exit code. Its version is that
   * of the jar that it is packaged in.
   */
  public static int run(Callable<Integer> command, String... args) {
    CommandLine commandLine =
        new CommandLine(command)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler((e, ignored) -> refuse(e.getCommandLine(), e))
            .setExecutionExceptionHandler(CommandLines::explain);
    String version = commandLine.getCommandName() + " " + version(command.getClass());
    commandLine.getCommandSpec().versionProvider(() -> new String[] {version});
    return commandLine.execute(args);
  }

  /** Takes the version from the manifest of the jar. */
  private static String version(Class<?> command) {
    String version = command.getPackage().getImplementationVersion();
    return version == null ? "(not packaged)" : version;
  }

  /** Reports what is wrong with the command line. */
  private static int refuse(CommandLine commandLine, ParameterException wrong) {
    printError(commandLine, wrong.getMessage() + " (--help shows the options)");
    return ExitCode.USAGE;
  }

  /** Reports in one line why the server did not start; any other failure is a bug and is shown. */
  private static int explain(Exception failure, CommandLine commandLine, ParseResult ignored)
      throws Exception {
    if (failure instanceof IOException
        || failure instanceof IllegalArgumentException
        || failure instanceof IllegalStateException) {
      String message = failure.getMessage();
      printError(commandLine, message == null ? failure.toString() : message);
      return ExitCode.USAGE;
    }
    throw failure;
  }

  private static void printError(CommandLine commandLine, String message) {
    commandLine
        .getErr()
        .println(commandLine.getCommandName() + ": " + message.replaceAll("\\s*\\R\\s*", " "));
  }
}

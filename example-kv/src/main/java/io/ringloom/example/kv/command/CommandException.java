package io.ringloom.example.kv.command;

/**
 * A command that cannot be carried out; its message is the reply, with its code first. It has
 * changed nothing. Errors of clients are no news to the server, so there is no stack trace.
 */
// Without a stack trace, one object is as good as many.
@SuppressWarnings("StaticAssignmentOfThrowable")
public final class CommandException extends Exception {
  private static final long serialVersionUID = 1;

  static final CommandException SYNTAX = new CommandException("ERR syntax error");
  static final CommandException NOT_AN_INTEGER =
      new CommandException("ERR value is not an integer or out of range");
  static final CommandException NOT_A_FLOAT =
      new CommandException("ERR value is not a valid float");
  static final CommandException WRONG_TYPE =
      new CommandException("WRONGTYPE Operation against a key holding the wrong kind of value");
  static final CommandException NO_SUCH_KEY = new CommandException("ERR no such key");
  static final CommandException CLIENT_MEMORY =
      new CommandException("OOM what clients have under way is over 'maxmemory-clients'");
  static final CommandException TIMEOUT_NOT_A_FLOAT =
      new CommandException("ERR timeout is not a float or out of range");

  private final String reply;

  CommandException(String reply) {
    super(reply, null, false, false);
    this.reply = reply;
  }

  String reply() {
    return reply;
  }
}

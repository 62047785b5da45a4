package io.ringloom.example.kv.command;

import io.ringloom.example.kv.resp.ReplyWriter;

/** Replies to {@code HELP} of commands with subcommands. */
final class Help {
  private Help() {}

  /**
   * Writes what there is.
   *
   * @param lines a subcommand with its arguments, and then what it does, again and again
   */
  static void write(ReplyWriter reply, String command, String... lines) {
    reply.array(lines.length + 3);
    reply.simple(command + " <subcommand> [<arg> [value] [opt] ...]. Subcommands are:");
    for (int i = 0; i < lines.length; i++) {
      reply.simple(i % 2 == 0 ? lines[i] : "    " + lines[i]);
    }
    reply.simple("HELP");
    reply.simple("    Shows this.");
  }
}

package io.ringloom.example.kv.resp;

import java.io.ByteArrayOutputStream;

/**
 * Splits a line into arguments, as a person types them at a terminal.
 *
 * <p>White space separates arguments. Within double quotes, a backslash makes {@code \n}, {@code
 * \r}, {@code \t}, {@code \b}, {@code \a} and {@code \xHH} one byte each and otherwise takes the
 * next byte as it is. Within single quotes there is only {@code \'}. A closing quote must be
 * followed by white space or the end of the line.
 */
final class InlineArguments {

  private static final int END = -1;

  private final byte[] line;
  private final ByteArrayOutputStream argument = new ByteArrayOutputStream();

  /** Belongs to the thread that splits. */
  private int position;

  private InlineArguments(byte[] line) {
    this.line = line;
  }

  /** Adds the arguments of a line without its end to a request. The line holds no zero byte. */
  static void split(byte[] line, Request request) throws ProtocolException {
    new InlineArguments(line).split(request);
  }

  private void split(Request request) throws ProtocolException {
    while (true) {
      while (isSpace(at(position))) {
        position++;
      }
      if (at(position) == END) {
        return;
      }
      argument.reset();
      readArgument();
      request.add(argument.toByteArray());
    }
  }

  private void readArgument() throws ProtocolException {
    while (true) {
      int c = at(position);
      // A vertical tab or form feed separates arguments, but does not end one: so does Redis.
      if (c == END || c == ' ' || c == '\n' || c == '\r' || c == '\t') {
        return;
      }
      position++;
      if (c == '"') {
        readDoubleQuoted();
        return;
      } else if (c == '\'') {
        readSingleQuoted();
        return;
      }
      argument.write(c);
    }
  }

  private void readDoubleQuoted() throws ProtocolException {
    while (true) {
      int c = at(position++);
      if (c == END) {
        throw unbalanced();
      } else if (c == '"') {
        requireSeparator();
        return;
      } else if (c == '\\' && at(position) == 'x' && hex(1) >= 0 && hex(2) >= 0) {
        argument.write(hex(1) << 4 | hex(2));
        position += 3;
      } else if (c == '\\' && at(position) != END) {
        argument.write(unescape(at(position++)));
      } else {
        argument.write(c);
      }
    }
  }

  private void readSingleQuoted() throws ProtocolException {
    while (true) {
      int c = at(position++);
      if (c == END) {
        throw unbalanced();
      } else if (c == '\'') {
        requireSeparator();
        return;
      } else if (c == '\\' && at(position) == '\'') {
        position++;
        argument.write('\'');
      } else {
        argument.write(c);
      }
    }
  }

  private void requireSeparator() throws ProtocolException {
    if (at(position) != END && !isSpace(at(position))) {
      throw unbalanced();
    }
  }

  private int at(int index) {
    return index < line.length ? line[index] & 0xff : END;
  }

  /** Returns the value of the hexadecimal digit that lies so far ahead, or -1. */
  private int hex(int ahead) {
    int c = at(position + ahead);
    // Character.digit also knows digits beyond ASCII.
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }

  private static int unescape(int c) {
    return switch (c) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'b' -> '\b';
      case 'a' -> 0x07;
      default -> c;
    };
  }

  private static boolean isSpace(int c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private static ProtocolException unbalanced() {
    return new ProtocolException("unbalanced quotes in request");
  }
}

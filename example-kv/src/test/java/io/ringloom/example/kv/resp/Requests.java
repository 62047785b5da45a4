package io.ringloom.example.kv.resp;

import io.ringloom.ConnectionInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Requests as tests write and compare them: text in which each character is one byte. */
final class Requests {
  /** Grants all. */
  static final RequestMemory ANY_MEMORY =
      new RequestMemory() {
        @Override
        public boolean take(long bytes) {
          return true;
        }

        @Override
        public void giveBack(long bytes) {}
      };

  private Requests() {}

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** The same bytes, which come one by one. */
  static byte[][] singleBytes(byte[] bytes) {
    byte[][] pieces = new byte[bytes.length][];
    for (int i = 0; i < bytes.length; i++) {
      pieces[i] = new byte[] {bytes[i]};
    }
    return pieces;
  }

  static RequestReader trusting(PiecewiseInput input) {
    RequestReader reader = new RequestReader(input, RespLimits.DEFAULT, ANY_MEMORY, waiting(input));
    reader.setAuthenticated(true);
    return reader;
  }

  /** Reads to the end of the stream. */
  static List<List<String>> readAll(RequestReader reader) throws IOException, ProtocolException {
    List<List<String>> all = new ArrayList<>();
    for (Request request = reader.read(); request != null; request = reader.read()) {
      all.add(arguments(request));
    }
    return all;
  }

  static List<String> arguments(Request request) {
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < request.count(); i++) {
      arguments.add(text(request.argument(i)));
    }
    return arguments;
  }

  /** Waits for the input alone. */
  static RequestReader.Waiting waiting(ConnectionInput input) {
    return count -> {
      if (count == 1) {
        return input.awaitBytes();
      }
      input.require(count);
      return true;
    };
  }
}

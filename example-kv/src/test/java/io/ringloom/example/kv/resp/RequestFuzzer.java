package io.ringloom.example.kv.resp;

import static io.ringloom.example.kv.resp.Requests.bytes;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Has requests read that a fuzzer has thought of. Whatever they are, the reader may refuse them,
 * but must find the same requests and the same mistake wherever the stream was cut into pieces,
 * keep to its limits, and find a request again that is written as an array.
 *
 * <p>Byte 0 says whether the client is trusted, byte 1 how long pieces are.
 */
public final class RequestFuzzer {
  private static final int HEADER_BYTES = 2;

  /** So low that short inputs reach them. */
  private static final RespLimits LIMITS = new RespLimits(64, 24, 200, 40, 70, 5);

  private RequestFuzzer() {}

  /** The entry point of the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    if (input.length < HEADER_BYTES) {
      return;
    }
    boolean trusted = (input[0] & 1) != 0;
    byte[] stream = Arrays.copyOfRange(input, HEADER_BYTES, input.length);
    Outcome whole = read(trusted, stream);
    Outcome inPieces = read(trusted, pieces(stream, 1 + (input[1] & 0x1f)));
    require(whole.equals(inPieces), whole + " differs from " + inPieces);
    for (List<String> request : whole.requests()) {
      requireWithinLimits(request, trusted);
      Outcome again = read(true, bytes(array(request)));
      require(again.equals(new Outcome(List.of(request), "end")), request + " became " + again);
    }
  }

  /** What was read, and how it ended. */
  private record Outcome(List<List<String>> requests, String end) {}

  private static Outcome read(boolean trusted, byte[]... pieces) throws IOException {
    PiecewiseInput input = new PiecewiseInput(pieces);
    RequestReader reader =
        new RequestReader(input, LIMITS, Requests.ANY_MEMORY, Requests.waiting(input));
    reader.setAuthenticated(trusted);
    List<List<String>> requests = new ArrayList<>();
    try {
      for (Request request = reader.read(); request != null; request = reader.read()) {
        requests.add(Requests.arguments(request));
      }
      return new Outcome(requests, "end");
    } catch (ProtocolException e) {
      return new Outcome(requests, String.valueOf(e.getMessage()));
    } catch (EOFException e) {
      return new Outcome(requests, "end within a request");
    }
  }

  private static void requireWithinLimits(List<String> request, boolean trusted) {
    boolean isLine = request.stream().mapToInt(String::length).sum() <= LIMITS.maxInlineBytes();
    int most = trusted ? LIMITS.maxArguments() : LIMITS.maxArgumentsBeforeAuth();
    require(isLine || request.size() <= most, request.size() + " arguments");
    int longest = trusted ? LIMITS.maxBulkBytes() : LIMITS.maxBulkBytesBeforeAuth();
    for (String argument : request) {
      require(isLine || argument.length() <= longest, argument.length() + " bytes");
    }
  }

  private static String array(List<String> request) {
    StringBuilder array = new StringBuilder("*" + request.size() + "\r\n");
    for (String argument : request) {
      array.append('$').append(argument.length()).append("\r\n").append(argument).append("\r\n");
    }
    return array.toString();
  }

  private static byte[][] pieces(byte[] stream, int size) {
    byte[][] pieces = new byte[(stream.length + size - 1) / size][];
    for (int i = 0; i < pieces.length; i++) {
      pieces[i] = Arrays.copyOfRange(stream, i * size, Math.min(stream.length, (i + 1) * size));
    }
    return pieces;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}

package io.ringloom.example.kv.peer;

import java.util.List;
import java.util.stream.Collectors;

/** Our server does not answer what Redis does. */
final class Difference extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String kind;

  Difference(List<String> request, String expected, String actual) {
    super(text(request, expected) + "but ours \"" + RespPeer.visible(actual) + "\"");
    kind = Replies.name(request) + withoutNumbers(expected) + withoutNumbers(actual);
  }

  Difference(List<String> request, String expected, Exception actual) {
    super(text(request, expected) + "but ours: " + actual.getMessage(), actual);
    kind = Replies.name(request);
  }

  /** Tells differences apart that are likely to have different causes. */
  String kind() {
    return kind;
  }

  private static String withoutNumbers(String reply) {
    return reply.replaceAll("\\d+", "0");
  }

  private static String text(List<String> request, String expected) {
    return request.stream()
            .map(word -> '"' + RespPeer.visible(word) + '"')
            .collect(Collectors.joining(" "))
        + "\n  Redis answers \""
        + RespPeer.visible(expected)
        + "\"\n  ";
  }
}

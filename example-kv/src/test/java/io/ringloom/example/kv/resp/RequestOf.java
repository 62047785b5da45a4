package io.ringloom.example.kv.resp;

import java.util.List;

/** Requests for tests of other packages, as if a client had sent them. */
public final class RequestOf {
  private RequestOf() {}

  public static Request arguments(List<byte[]> arguments) {
    Request request = new Request();
    arguments.forEach(request::add);
    return request;
  }
}

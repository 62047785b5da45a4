package io.ringloom.example.kv.client;

import io.ringloom.example.kv.resp.Request;
import java.util.ArrayList;
import java.util.List;

/**
 * What a client has asked for between {@code MULTI} and {@code EXEC}. Belongs to the handler of the
 * client.
 */
public final class Transaction {
  private final List<Request> requests = new ArrayList<>();
  private boolean failed;

  public void add(Request request) {
    requests.add(request.copy());
  }

  public List<Request> requests() {
    return requests;
  }

  /** Notes that a command could not be queued, so that nothing may be carried out. */
  public void fail() {
    failed = true;
  }

  public boolean hasFailed() {
    return failed;
  }
}

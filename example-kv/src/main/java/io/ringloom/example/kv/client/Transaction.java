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
  private boolean writes;
  private boolean needsMemory;
  private boolean failed;

  /** Adds a command, which may change data, and may be refused when memory is short. */
  public void add(Request request, boolean commandWrites, boolean commandNeedsMemory) {
    requests.add(request.copy());
    writes |= commandWrites;
    needsMemory |= commandNeedsMemory;
  }

  /** Whether one of the commands may change data. */
  public boolean writes() {
    return writes;
  }

  /** Whether one of the commands is refused when memory is short. */
  public boolean needsMemory() {
    return needsMemory;
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

package io.ringloom.example.kv.client;

import io.ringloom.example.kv.resp.Request;
import java.util.ArrayList;
import java.util.List;

/**
 * What a client has asked for between {@code MULTI} and {@code EXEC}. Belongs to the handler of the
 * client.
 */
public final class Transaction {
  private static final int REQUEST_BYTES = 64;
  private static final int ARGUMENT_BYTES = 24;

  private final List<Request> requests = new ArrayList<>();
  private boolean writes;
  private boolean needsMemory;
  private boolean failed;
  private long bytes;

  /** Adds a command, which may change data, and may be refused when memory is short. */
  void add(Request request, boolean commandWrites, boolean commandNeedsMemory) {
    requests.add(request.copy());
    bytes += bytesOf(request);
    writes |= commandWrites;
    needsMemory |= commandNeedsMemory;
  }

  /** About what a command takes while it is queued. */
  static long bytesOf(Request request) {
    long bytes = REQUEST_BYTES;
    for (int i = 0; i < request.count(); i++) {
      bytes += ARGUMENT_BYTES + request.argument(i).length;
    }
    return bytes;
  }

  /** About what all of them take. */
  long bytes() {
    return bytes;
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

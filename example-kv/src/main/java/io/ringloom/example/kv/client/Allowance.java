package io.ringloom.example.kv.client;

import io.ringloom.example.kv.resp.RequestMemory;
import java.util.concurrent.atomic.AtomicLong;

/** The part of the clients' memory that one client has taken. Thread-safe. */
final class Allowance implements RequestMemory {
  private final ClientMemory memory;
  private final AtomicLong taken = new AtomicLong();

  Allowance(ClientMemory memory) {
    this.memory = memory;
  }

  @Override
  public boolean take(long bytes) {
    if (!memory.take(bytes)) {
      return false;
    }
    taken.addAndGet(bytes);
    return true;
  }

  @Override
  public void giveBack(long bytes) {
    taken.addAndGet(-bytes);
    memory.giveBack(bytes);
  }

  /** Gives back all, when the client has gone. */
  void giveBackAll() {
    memory.giveBack(taken.getAndSet(0));
  }
}

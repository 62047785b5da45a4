package io.ringloom.internal.connection;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/**
 * The dirty flag of {@link StreamConnection}, as a model: a handler writes while the loop flushes
 * the connection for an earlier write. The loop sees the write, or is told of it.
 */
public class DirtyStress {

  /** The protocol as it is: the flag is cleared before the loop looks. */
  @JCStressTest
  @Outcome(id = "true", expect = Expect.ACCEPTABLE, desc = "Flushed, or going to be.")
  @Outcome(id = "false", expect = Expect.FORBIDDEN, desc = "The write lies there for ever.")
  @State
  public static class ClearThenLook extends Model {
    @Actor
    public void flush() {
      dirty.set(false);
      look();
    }

    @Actor
    public void handler() {
      write();
    }

    @Arbiter
    public void end(Z_Result r) {
      r.r1 = isServed();
    }
  }

  /** The flag is cleared after the loop has looked. */
  @JCStressTest
  @Outcome(id = "true", expect = Expect.ACCEPTABLE, desc = "Flushed, or going to be.")
  @Outcome(id = "false", expect = Expect.ACCEPTABLE_INTERESTING, desc = "The defect.")
  @State
  public static class LookThenClear extends Model {
    @Actor
    public void flush() {
      look();
      dirty.set(false);
    }

    @Actor
    public void handler() {
      write();
    }

    @Arbiter
    public void end(Z_Result r) {
      r.r1 = isServed();
    }
  }

  /** What both have in common. */
  static class Model {
    final AtomicBoolean dirty = new AtomicBoolean(true);
    final AtomicInteger told = new AtomicInteger();
    private int queued;
    private int sent;

    final void write() {
      synchronized (this) {
        queued++;
      }
      if (!dirty.get() && dirty.compareAndSet(false, true)) {
        told.incrementAndGet();
      }
    }

    final synchronized void look() {
      sent += queued;
      queued = 0;
    }

    final synchronized boolean isServed() {
      return sent == 1 || told.get() == 1;
    }
  }
}

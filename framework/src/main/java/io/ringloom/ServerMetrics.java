package io.ringloom;

import java.util.List;
import java.util.Map;

/**
 * What a server has done, at one moment. The counts are taken one after the other while the server
 * goes on, so they may differ by what happened in between.
 *
 * @param accepted how many connections were accepted, without those refused
 * @param refused how many were refused at the limit
 * @param active how many are open now
 * @param closedByReason how many have ended, by why
 * @param loops what each event loop has done, for all servers and connectors on it
 */
public record ServerMetrics(
    long accepted,
    long refused,
    int active,
    Map<CloseReason, Long> closedByReason,
    List<Loop> loops) {

  /** Copies the collections. */
  public ServerMetrics {
    closedByReason = Map.copyOf(closedByReason);
    loops = List.copyOf(loops);
  }

  /**
   * What one event loop has done.
   *
   * @param name the name of its carrier thread
   * @param connections how many connections it has now
   * @param turns how many turns it has made
   * @param bytesReceived how many bytes it has received
   * @param bytesSent how many bytes it has sent
   * @param utilization which part of its life it did not wait for I/O, from 0 to 1
   * @param fullCompletionQueues how often one turn brought as many completions as the kernel's
   *     queue has room for, or more; 0 on transports that have no such queue
   * @param poolBytesInUse how much of its pool is in use
   * @param poolBytesAllocated how much native memory its pool has taken
   */
  public record Loop(
      String name,
      int connections,
      long turns,
      long bytesReceived,
      long bytesSent,
      double utilization,
      long fullCompletionQueues,
      long poolBytesInUse,
      long poolBytesAllocated) {}
}

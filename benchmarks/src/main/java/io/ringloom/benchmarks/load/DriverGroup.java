package io.ringloom.benchmarks.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A load of several drivers, each of which has a thread while it runs. */
final class DriverGroup implements Load {

  /** Makes a driver. */
  interface Maker {
    Driver make(int index) throws IOException;
  }

  private final List<Driver> drivers = new ArrayList<>();

  private DriverGroup() {}

  /** Makes so many drivers; if one cannot be made, none stays open. */
  static DriverGroup of(int count, Maker maker) throws IOException {
    DriverGroup group = new DriverGroup();
    try {
      for (int i = 0; i < count; i++) {
        group.drivers.add(maker.make(i));
      }
      return group;
    } catch (IOException e) {
      group.close();
      throw e;
    }
  }

  @Override
  public Tally run(long nanos) throws IOException {
    return drivers.size() == 1 ? drivers.get(0).run(nanos) : together(nanos);
  }

  private Tally together(long nanos) throws IOException {
    try (ExecutorService threads = Executors.newFixedThreadPool(drivers.size())) {
      List<Future<Tally>> parts = new ArrayList<>();
      for (Driver driver : drivers) {
        parts.add(threads.submit(() -> driver.run(nanos)));
      }
      Tally all = new Tally(0, 0, Latencies.histogram());
      for (Future<Tally> part : parts) {
        all = all.and(part.get());
      }
      return all;
    } catch (ExecutionException e) {
      throw new IOException("The client has failed: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("The measurement was interrupted.", e);
    }
  }

  @Override
  public String remark() {
    return drivers.get(0).remark();
  }

  @Override
  public void close() throws IOException {
    for (Driver driver : drivers) {
      driver.close();
    }
  }
}

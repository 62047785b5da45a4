package io.ringloom.transport.uring;

import ch.qos.logback.classic.Level;
import io.ringloom.EventLoopGroup;
import io.ringloom.HandlerScheduling;
import io.ringloom.Server;
import io.ringloom.testkit.CapturedLog;
import java.io.IOException;

/**
 * A process in which io_uring is refused. It prints what a user then sees, with the choice left
 * open and with the transport asked for by its name.
 */
final class WithoutUring {
  private static final int IO_URING_SETUP = 425;

  private WithoutUring() {}

  /**
   * Arguments: the error number that the system call fails with, 0 if nothing is to be done; and
   * {@code late}, if that is to begin only when the transport has found itself available.
   */
  public static void main(String[] arguments) throws IOException {
    int errorNumber = Integer.parseInt(arguments[0]);
    if (arguments.length > 1) {
      System.out.println("before: " + new UringTransport().unavailabilityCause());
    }
    if (errorNumber != 0) {
      SystemCallFilter.deny(IO_URING_SETUP, errorNumber);
    }
    chooseAny();
    askByName();
  }

  private static void chooseAny() throws IOException {
    try (CapturedLog log = CapturedLog.of(Level.INFO);
        EventLoopGroup loops = builder().start()) {
      System.out.println("auto: " + loops.transport());
      Server.builder()
          .bind("127.0.0.1", 0)
          .eventLoops(loops)
          .handler(Handlers::echo)
          .start()
          .close();
      log.lines().stream()
          .map(line -> line.replaceAll("127\\.0\\.0\\.1:\\d+", "ADDRESS"))
          .forEach(System.out::println);
    }
  }

  private static void askByName() {
    try (EventLoopGroup loops = builder().transport("uring").start()) {
      System.out.println("by name: " + loops.transport());
    } catch (IllegalStateException | IOException e) {
      System.out.println("by name: " + e);
    }
  }

  private static EventLoopGroup.Builder builder() {
    return EventLoopGroup.builder().loops(1).scheduling(HandlerScheduling.SHARED);
  }
}

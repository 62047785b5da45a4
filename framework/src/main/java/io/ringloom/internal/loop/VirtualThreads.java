package io.ringloom.internal.loop;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The few internals of the JDK that loop scheduling rests on: virtual threads with a scheduler of
 * one's own, and the question which carrier a thread is on.
 */
final class VirtualThreads {
  private static final @Nullable Internals INTERNALS;
  private static final String CAUSE;

  static {
    Internals internals = null;
    String cause = "";
    try {
      internals = Internals.open();
    } catch (ReflectiveOperationException | RuntimeException e) {
      cause = explain(e);
    }
    INTERNALS = internals;
    CAUSE = cause;
  }

  // The JIT folds method handles only where they are constants of their own.
  private static final @Nullable MethodHandle CURRENT_CARRIER =
      INTERNALS == null ? null : INTERNALS.currentCarrier;

  private VirtualThreads() {}

  /** Returns whether virtual threads can have a scheduler of their own here. */
  static boolean canSchedule() {
    return INTERNALS != null;
  }

  /** Returns why {@link #canSchedule()} is false, as a part of a sentence. */
  static String cause() {
    return CAUSE;
  }

  /**
   * Returns a builder of virtual threads that the executor schedules. The executor is called by
   * whatever thread makes such a thread runnable; it must run what it is given on a platform
   * thread.
   */
  static Thread.Builder.OfVirtual builder(Executor scheduler) {
    Internals internals = require();
    try {
      return (Thread.Builder.OfVirtual) internals.builderConstructor.invoke(scheduler);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the platform thread that runs the caller, itself if it is one. */
  static Thread currentCarrier() {
    MethodHandle handle = CURRENT_CARRIER;
    if (handle == null) {
      return Thread.currentThread();
    }
    try {
      return (Thread) handle.invokeExact();
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the platform thread that a virtual thread is mounted on, or null. Slow path only. */
  static @Nullable Thread carrierOf(Thread virtualThread) {
    return (Thread) require().carrierThread.get(virtualThread);
  }

  /**
   * Returns the virtual thread that a task given to a scheduler continues, or null where the JDK
   * does not let it be seen. Slow path only.
   */
  static @Nullable Thread threadOf(Runnable continuation) {
    try {
      for (Field field : continuation.getClass().getDeclaredFields()) {
        if (Thread.class.isAssignableFrom(field.getType())) {
          field.setAccessible(true);
          return (Thread) field.get(continuation);
        }
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      // Only the watchdog asks, and it can do without.
    }
    return null;
  }

  private static Internals require() {
    Internals internals = INTERNALS;
    if (internals == null) {
      throw new IllegalStateException("Virtual threads cannot be scheduled here: " + CAUSE);
    }
    return internals;
  }

  private static String explain(Exception e) {
    if (e instanceof IllegalAccessException || e instanceof SecurityException) {
      Module module = VirtualThreads.class.getModule();
      return "java.base/java.lang is not open to the framework (--add-opens java.base/java.lang="
          + (module.isNamed() ? module.getName() : "ALL-UNNAMED")
          + ")";
    }
    return "this JDK's virtual threads do not take a scheduler (" + e + ")";
  }

  private record Internals(
      MethodHandle builderConstructor, MethodHandle currentCarrier, VarHandle carrierThread) {

    static Internals open() throws ReflectiveOperationException {
      Class<?> builder = Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder");
      Class<?> virtualThread = Class.forName("java.lang.VirtualThread");
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      MethodHandle constructor =
          MethodHandles.privateLookupIn(builder, lookup)
              .findConstructor(builder, MethodType.methodType(void.class, Executor.class));
      MethodHandle currentCarrier =
          MethodHandles.privateLookupIn(Thread.class, lookup)
              .findStatic(
                  Thread.class, "currentCarrierThread", MethodType.methodType(Thread.class));
      VarHandle carrierThread =
          MethodHandles.privateLookupIn(virtualThread, lookup)
              .findVarHandle(virtualThread, "carrierThread", Thread.class);
      return new Internals(constructor, currentCarrier, carrierThread);
    }
  }
}

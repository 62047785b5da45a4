package io.ringloom.tls;

import io.ringloom.spi.ServerTlsFactory;
import io.ringloom.spi.TlsLayer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS for connections that are accepted. Thread-safe.
 *
 * <p>Certificates can be replaced while the server runs: connections that are accepted from then on
 * get the new ones, and running connections go on undisturbed. Sessions from before are not
 * resumed.
 */
public final class ServerTls implements ServerTlsFactory, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ServerTls.class);

  /** Held while files are read, so that the last one to begin has the last word. */
  private final ReentrantLock reloading = new ReentrantLock();

  /** Written under {@link #reloading}, read by all loops. */
  private volatile ServerContext current;

  /** What the files were like when they were last found broken. Guarded by {@link #reloading}. */
  private @Nullable FileContents broken;

  /** Guarded by {@link #reloading}. */
  private @Nullable Thread watcher;

  /** Guarded by {@link #reloading}. */
  private boolean closed;

  private ServerTls(ServerContext first) {
    current = first;
  }

  /**
   * Reads the files of the options and tries out what is in them. May take a moment: call it from a
   * thread that may block.
   *
   * @param options how connections do TLS
   * @return TLS for connections that are accepted
   * @throws IOException if a file cannot be used, or there is no TLS for this platform; the message
   *     is a sentence that names the file and the reason
   */
  public static ServerTls create(TlsServerOptions options) throws IOException {
    ServerTls server = new ServerTls(ServerContext.read(options));
    server.reloading.lock();
    try {
      server.watch();
    } finally {
      server.reloading.unlock();
    }
    return server;
  }

  /**
   * Reads the files of the options again. May take a moment: call it from a thread that may block.
   *
   * @throws IOException if a file cannot be used: nothing has changed then. The message is a
   *     sentence that names the file and the reason
   */
  public void reload() throws IOException {
    reloading.lock();
    try {
      current = ServerContext.read(current.options);
    } finally {
      reloading.unlock();
    }
  }

  /**
   * Replaces the options and reads their files. May take a moment: call it from a thread that may
   * block.
   *
   * @param options how connections that are accepted from now on do TLS
   * @throws IOException if a file cannot be used: nothing has changed then. The message is a
   *     sentence that names the file and the reason
   */
  public void reload(TlsServerOptions options) throws IOException {
    reloading.lock();
    try {
      current = ServerContext.read(options);
      watch();
    } finally {
      reloading.unlock();
    }
  }

  /** Starts to watch the files as the options want it, and stops to do what others have wanted. */
  private void watch() {
    stopWatching();
    Duration interval = current.options.watchInterval();
    if (!closed && !interval.isZero() && !current.files.isEmpty()) {
      watcher =
          Thread.ofPlatform().name("ringloom-tls-watch").daemon().start(() -> watchEvery(interval));
    }
  }

  private void stopWatching() {
    if (watcher != null) {
      watcher.interrupt();
      watcher = null;
    }
  }

  private void watchEvery(Duration interval) {
    try {
      while (true) {
        Thread.sleep(interval);
        lookAtFiles();
      }
    } catch (InterruptedException e) {
      // It is not needed any more.
    }
  }

  /** Reloads if the files have changed. What is broken is told once. */
  void lookAtFiles() throws InterruptedException {
    reloading.lockInterruptibly(); // A thread that was stopped could not read files any more.
    try {
      FileContents now = current.files.now();
      if (closed || now.equals(current.files)) {
        broken = null;
      } else if (!now.equals(broken)) {
        reload(now);
      }
    } finally {
      reloading.unlock();
    }
  }

  private void reload(FileContents changed) {
    try {
      current = ServerContext.read(current.options);
      broken = null;
      log.info("TLS files have changed and were read again: {}", changed.hashes().keySet());
    } catch (IOException | RuntimeException e) {
      broken = changed;
      log.warn("TLS files have changed and cannot be used; the old ones stay. {}", e.getMessage());
    }
  }

  @Override
  public TlsLayer newLayer() throws IOException {
    return current.newLayer();
  }

  @Override
  public Duration handshakeTimeout() {
    return current.options.handshakeTimeout();
  }

  @Override
  public int maxHandshakeBytes() {
    return current.options.maxHandshakeBytes();
  }

  @Override
  public int descriptorsPerConnection() {
    return EngineSource.DESCRIPTORS_PER_ENGINE;
  }

  /** Stops to watch the files. Connections go on, and new ones still get what was read last. */
  @Override
  public void close() {
    reloading.lock();
    try {
      closed = true;
      stopWatching();
    } finally {
      reloading.unlock();
    }
  }
}

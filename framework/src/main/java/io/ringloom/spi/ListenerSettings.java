package io.ringloom.spi;

/**
 * How a listening socket is opened.
 *
 * @param backlog how many connections may wait to be accepted
 * @param reusePort whether {@code SO_REUSEPORT} lets several loops listen on the same port
 */
public record ListenerSettings(int backlog, boolean reusePort) {}

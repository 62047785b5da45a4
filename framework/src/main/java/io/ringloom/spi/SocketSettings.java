package io.ringloom.spi;

/**
 * Options of a stream socket. Those that a socket family does not know are left out.
 *
 * @param tcpNoDelay whether small segments go out without waiting for an acknowledgement
 * @param keepAlive whether the system probes an idle peer
 * @param sendBufferBytes the size of the system's send buffer, 0 for the system's own choice
 * @param receiveBufferBytes the size of the system's receive buffer, 0 for the system's own choice
 * @param receiveAtOnceBytes how many bytes one receive may bring; a transport receives fewer where
 *     it has no memory for as many
 */
public record SocketSettings(
    boolean tcpNoDelay,
    boolean keepAlive,
    int sendBufferBytes,
    int receiveBufferBytes,
    int receiveAtOnceBytes) {}

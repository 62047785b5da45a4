package io.ringloom.benchmarks.result;

/**
 * How something was measured.
 *
 * @param quick whether it was only a quick look
 * @param rounds how often each contender was measured
 * @param seconds how long each measurement took
 * @param warmUpSeconds how long each server was driven before
 * @param loops how many event loops each server had
 * @param clientThreads how many threads drove it
 * @param jvmOptions the options of the servers' JVMs
 */
public record Settings(
    boolean quick,
    int rounds,
    double seconds,
    double warmUpSeconds,
    int loops,
    int clientThreads,
    String jvmOptions) {}

package io.ringloom.benchmarks.result;

/**
 * How something was measured.
 *
 * @param quick whether it was only a quick look
 * @param fresh whether each round had new servers; if not, one served in all rounds of a workload
 * @param rounds how often each contender was measured
 * @param seconds how long each measurement took
 * @param warmUpSeconds how long each server was driven before its first measurement
 * @param loops how many event loops each server had
 * @param clientThreads how many threads drove it
 * @param jvmOptions the options of the servers' JVMs
 */
public record Settings(
    boolean quick,
    boolean fresh,
    int rounds,
    double seconds,
    double warmUpSeconds,
    int loops,
    int clientThreads,
    String jvmOptions) {}

/**
 * Ringloom beside other ways to write a server, on the same work: the command line, which runs
 * workloads in rounds and has their results written.
 */
@NullMarked
package io.ringloom.benchmarks;

import org.jspecify.annotations.NullMarked;

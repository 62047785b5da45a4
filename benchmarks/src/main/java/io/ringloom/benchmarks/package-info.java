/**
 * Servers that do the same work in different ways, a client that drives them, and a program that
 * runs them in turns and compares what they cost.
 */
@NullMarked
package io.ringloom.benchmarks;

import org.jspecify.annotations.NullMarked;

/**
 * Benchmarks of Ringloom's parts on their own, and what runs them and prints what they found.
 *
 * <p>Those that need what a package keeps to itself stand in that package, in this source folder.
 */
@NullMarked
package io.ringloom.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;

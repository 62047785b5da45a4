/** Who is compared: how each server is started, as a process whose costs are read from outside. */
@NullMarked
package io.ringloom.benchmarks.contender;

import org.jspecify.annotations.NullMarked;

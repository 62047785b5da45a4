/** The servers that do the same work in different ways. Each is a main class of its own. */
@NullMarked
package io.ringloom.benchmarks.server;

import org.jspecify.annotations.NullMarked;

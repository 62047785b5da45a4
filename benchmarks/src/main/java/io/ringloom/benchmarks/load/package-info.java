/** Clients that drive a server and count what comes back, and how long it took. */
@NullMarked
package io.ringloom.benchmarks.load;

import org.jspecify.annotations.NullMarked;

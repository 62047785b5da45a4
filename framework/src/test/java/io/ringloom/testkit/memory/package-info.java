/**
 * A transport whose sockets are pipes in memory, so that a test decides when and in which order
 * every completion comes.
 */
@NullMarked
package io.ringloom.testkit.memory;

import org.jspecify.annotations.NullMarked;

/** What was measured, on which machine, and its files. */
@NullMarked
package io.ringloom.benchmarks.result;

import org.jspecify.annotations.NullMarked;

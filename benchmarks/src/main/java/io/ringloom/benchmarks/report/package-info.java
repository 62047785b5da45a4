/** The page and its plots, made of the results alone. */
@NullMarked
package io.ringloom.benchmarks.report;

import org.jspecify.annotations.NullMarked;

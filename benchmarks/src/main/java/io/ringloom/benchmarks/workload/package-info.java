/** What is measured: each workload says who takes part in it and how one measurement is made. */
@NullMarked
package io.ringloom.benchmarks.workload;

import org.jspecify.annotations.NullMarked;

/** Keeps the data on the disk, so that it survives the process. */
@NullMarked
package io.ringloom.example.kv.durable;

import org.jspecify.annotations.NullMarked;

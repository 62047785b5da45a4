/** Tests of what keeps the data on the disk. */
@NullMarked
package io.ringloom.example.kv.durable;

import org.jspecify.annotations.NullMarked;

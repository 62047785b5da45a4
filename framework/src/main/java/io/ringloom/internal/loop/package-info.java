/**
 * Event loops: the carrier thread and its run queue, the loop's virtual thread and its turns, the
 * timer queue, the watchdog.
 */
@NullMarked
package io.ringloom.internal.loop;

import org.jspecify.annotations.NullMarked;

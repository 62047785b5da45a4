/**
 * What tests of Ringloom and of its transports share: scripted sockets, a clock that stands still,
 * and the base class of the contract that every transport has to keep.
 */
@NullMarked
package io.ringloom.testkit;

import org.jspecify.annotations.NullMarked;

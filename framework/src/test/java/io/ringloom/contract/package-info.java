/**
 * The contract that every transport has to keep, one behaviour a class. The classes are abstract:
 * each transport's module runs them by subclasses that name the transport.
 */
@NullMarked
package io.ringloom.contract;

import org.jspecify.annotations.NullMarked;

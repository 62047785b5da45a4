/** An echo server: the smallest program that shows the framework. */
@NullMarked
package io.ringloom.example.echo;

import org.jspecify.annotations.NullMarked;

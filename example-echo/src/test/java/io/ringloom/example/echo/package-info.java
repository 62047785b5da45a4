/** Tests of the echo server's jar and of the code in the project's pages. */
@NullMarked
package io.ringloom.example.echo;

import org.jspecify.annotations.NullMarked;

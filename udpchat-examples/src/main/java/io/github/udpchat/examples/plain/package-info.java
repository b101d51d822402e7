/** Example: a server as a plain program, without any framework. */
package io.github.udpchat.examples.plain;

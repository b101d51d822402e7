/** Measures udpchat against other relays. A program, not a library: nothing here is for others to call. */
package io.github.udpchat.bench;

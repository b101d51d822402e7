/** A demo server for the terminal. */
package io.github.udpchat.demo.server;

/** A demo client for the terminal. */
package io.github.udpchat.demo.client;

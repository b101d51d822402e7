/**
 * What every network, host and registry must do for servers and clients to work on it, as abstract tests: an
 * implementation of a port is tested by extending them.
 */
package io.github.udpchat.contract;

/** The server as one machine: the protocols on its port, and the hub that they share. Pure. */
package io.github.udpchat.internal.server;

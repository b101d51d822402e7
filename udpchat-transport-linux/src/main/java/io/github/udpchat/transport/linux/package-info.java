/**
 * A network for udpchat that sends and receives many datagrams in one system call: {@code sendmmsg} and {@code recvmmsg} of
 * Linux, called through the foreign-function interface of the JDK (JEP 454). Chosen by one line of a builder:
 * {@code network(LinuxUdpNetwork.create())}.
 */
@NullMarked
package io.github.udpchat.transport.linux;

import org.jspecify.annotations.NullMarked;

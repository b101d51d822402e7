/**
 * What carries the datagrams and the time: {@link io.github.udpchat.network.Network} and
 * {@link io.github.udpchat.network.Host}, with real sockets in {@link io.github.udpchat.network.UdpNetwork} and an
 * in-memory network of real threads in {@link io.github.udpchat.network.LoopbackNetwork}. A network in virtual time is in
 * {@code io.github.udpchat.simulation}.
 */
package io.github.udpchat.network;

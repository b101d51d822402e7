package io.github.udpchat.internal.classic;

import java.time.Duration;

/**
 * What a classic server bears.
 *
 * @param maxDatagramBytes   longest datagram; a longer one is dropped as {@code TOO_LARGE}
 * @param maxPeersPerAddress most peers, waiting ones included, at one IP address that is not loopback; one more is refused
 *                           as {@code ADDRESS_LIMIT}
 * @param idleTimeout        a peer that was silent for so long is given up; zero for never
 */
public record ClassicLimits(int maxDatagramBytes, int maxPeersPerAddress, Duration idleTimeout) {}

package io.github.udpchat.internal.classic;

import java.time.Duration;

import io.github.udpchat.model.RateLimits;

/**
 * What a classic server bears.
 *
 * @param maxDatagramBytes   longest datagram; a longer one is dropped as {@code TOO_LARGE}
 * @param maxPeersPerAddress most peers, waiting ones included, at one IP address that is not loopback; one more is refused
 *                           as {@code ADDRESS_LIMIT}
 * @param idleTimeout        a peer that was silent for so long is given up; zero for never
 * @param rates              how fast a member may speak; what is beyond that is dropped as {@code TOO_FAST}
 */
public record ClassicLimits(int maxDatagramBytes, int maxPeersPerAddress, Duration idleTimeout, RateLimits rates) {

    /** Of a server whose members may speak as fast as they like. */
    public ClassicLimits(int maxDatagramBytes, int maxPeersPerAddress, Duration idleTimeout) {
        this(maxDatagramBytes, maxPeersPerAddress, idleTimeout, RateLimits.none());
    }
}

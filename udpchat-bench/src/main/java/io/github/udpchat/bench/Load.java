package io.github.udpchat.bench;

import java.time.Duration;

/**
 * What one peer says to all others.
 *
 * @param peers    all peers, the author included
 * @param window   messages outstanding at a time
 * @param bytes    length of a message
 * @param duration how long new messages are sent; those outstanding then are waited for
 */
record Load(int peers, int window, int bytes, Duration duration) {

    Load lasting(Duration other) {
        return new Load(peers, window, bytes, other);
    }

    Load with(int otherPeers) {
        return new Load(otherPeers, window, bytes, duration);
    }

    /** {@return the load as people read it} */
    String title() {
        return peers + " peers, window " + window + ", " + bytes + " bytes";
    }
}

package io.github.udpchat.internal.session;

import io.github.udpchat.internal.wire.Limits;
import io.github.udpchat.model.RateLimits;

/**
 * What a session server is and bears.
 *
 * @param identity      its keys
 * @param applicationId its application; packets of others are dropped as {@code WRONG_APPLICATION}
 * @param limits        what it is ready to receive in each session
 * @param resets        whether it tells clients of sessions that it does not know any more
 * @param mostHeldBytes how much all sessions may hold together; then nothing new is received, and older messages to rooms
 *                      make room for newer ones
 * @param rates         how fast a member may speak
 */
public record ServerSettings(IdentitySecret identity, long applicationId, Limits limits, boolean resets,
        long mostHeldBytes, RateLimits rates) {

    /** Of a server whose members may speak as fast as they like. */
    public ServerSettings(IdentitySecret identity, long applicationId, Limits limits, boolean resets,
            long mostHeldBytes) {
        this(identity, applicationId, limits, resets, mostHeldBytes, RateLimits.none());
    }
}

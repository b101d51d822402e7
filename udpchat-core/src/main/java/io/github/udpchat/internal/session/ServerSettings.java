package io.github.udpchat.internal.session;

import io.github.udpchat.internal.wire.Limits;

/**
 * What a session server is and bears.
 *
 * @param identity      its keys
 * @param applicationId its application; packets of others are dropped as {@code WRONG_APPLICATION}
 * @param limits        what it is ready to receive in each session
 * @param resets        whether it tells clients of sessions that it does not know any more
 */
public record ServerSettings(IdentitySecret identity, long applicationId, Limits limits, boolean resets) {}

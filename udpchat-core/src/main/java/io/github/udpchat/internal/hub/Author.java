package io.github.udpchat.internal.hub;

import io.github.udpchat.model.PeerId;

/**
 * Who says something, as the others in the room see it.
 *
 * @param id   who that is among those who are there
 * @param name the name
 */
public record Author(PeerId id, String name) {}

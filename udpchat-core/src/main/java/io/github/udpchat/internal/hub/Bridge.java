package io.github.udpchat.internal.hub;

import io.github.udpchat.model.RoomId;

/**
 * The room that classic peers share with sessions, because the operator has said so.
 *
 * @param room        which
 * @param classicForm how classic peers hear what is said there; what has no such form is refused
 */
public record Bridge(RoomId room, Form classicForm) {}

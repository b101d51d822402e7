package io.github.udpchat.internal.machine;

/** What a machine tells the engine besides the datagrams to send. */
public sealed interface Notice permits Event, Ask, Reply, Dropped, Trace {}

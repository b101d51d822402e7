package io.github.udpchat.internal.recovery;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** A packet between two {@link ModelPeer}s, which is its own note. */
record ModelPacket(long number, boolean eliciting, boolean probe, @Nullable AckRanges ack, long ackDelay,
        List<Integer> said) {}

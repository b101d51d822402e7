package io.github.udpchat.internal.hub;

import java.time.Duration;

import io.github.udpchat.model.RateLimits;
import org.jspecify.annotations.Nullable;

/**
 * How much somebody may say: a bucket of messages and one of bytes, where there are such limits. Owned by whoever tells what was
 * said.
 */
public final class Allowance {

    /** A debt of this size can be neither reached nor exceeded. */
    private static final Duration ANY_DEBT = Duration.ofDays(365);

    private final @Nullable Bucket messages;
    private final @Nullable Bucket bytes;

    /** What one may say; it may come to owe anything. */
    public Allowance(RateLimits limits) {
        this(limits, 1, ANY_DEBT);
    }

    /**
     * What some may say together.
     *
     * @param times    how many times as much as one
     * @param mostDebt what would take longer than this to pay back is given
     */
    public Allowance(RateLimits limits, int times, Duration mostDebt) {
        this.messages = bucket(limits.messagesPerSecond(), limits.messageBurst(), times, mostDebt);
        this.bytes = bucket(limits.bytesPerSecond(), limits.byteBurst(), times, mostDebt);
    }

    private static @Nullable Bucket bucket(long perSecond, long burst, int times, Duration mostDebt) {
        return perSecond == 0 ? null : new Bucket(times * perSecond, times * burst, mostDebt.toNanos());
    }

    /** {@return whether there is anything left, of messages and of bytes} */
    public boolean hasAny(long now) {
        return (messages == null || messages.hasAny(now)) && (bytes == null || bytes.hasAny(now));
    }

    /** A message was said. Returns from when on nothing is owed for it any more: now, if it was allowed. */
    public long spend(long now, int messageBytes) {
        long forMessages = messages == null ? now : messages.spend(now, 1);
        long forBytes = bytes == null ? now : bytes.spend(now, messageBytes);
        return Math.max(forMessages, forBytes);
    }

    /** {@return when all will be there again if nothing more is said; may be long ago} */
    public long fullAt() {
        return Math.max(messages == null ? Long.MIN_VALUE : messages.fullAt(),
                bytes == null ? Long.MIN_VALUE : bytes.fullAt());
    }
}

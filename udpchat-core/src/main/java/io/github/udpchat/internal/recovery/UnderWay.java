package io.github.udpchat.internal.recovery;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** The packets of which it is not known whether they have arrived, in the order of sending. Owned by one {@link Recovery}. */
final class UnderWay<T> {

    /** When more packets that don't elicit are neither acknowledged nor lost, the oldest is forgotten. */
    static final int MOST_NOT_ELICITING = 32;

    private final List<SentPacket<T>> packets = new ArrayList<>(0);
    private int inFlight;

    /** {@return how many of them elicit} */
    int inFlight() {
        return inFlight;
    }

    void add(SentPacket<T> packet) {
        if (packet.eliciting()) {
            inFlight++;
        } else if (packets.size() - inFlight == MOST_NOT_ELICITING) {
            forgetOldestNotEliciting();
        }
        packets.add(packet);
    }

    private void forgetOldestNotEliciting() {
        int oldest = 0;
        while (packets.get(oldest).eliciting()) {
            oldest++;
        }
        packets.remove(oldest);
    }

    @Nullable
    SentPacket<T> oldestInFlight() {
        for (SentPacket<T> packet : packets) {
            if (packet.eliciting()) {
                return packet;
            }
        }
        return null;
    }

    /** Removes and returns those that are acknowledged. */
    List<SentPacket<T>> takeArrived(AckRanges acked) {
        List<SentPacket<T>> arrived = new ArrayList<>();
        int kept = 0;
        for (SentPacket<T> packet : packets) {
            if (acked.contains(packet.number())) {
                arrived.add(packet);
                inFlight -= packet.eliciting() ? 1 : 0;
            } else {
                packets.set(kept, packet);
                kept++;
            }
        }
        packets.subList(kept, packets.size()).clear();
        return arrived;
    }

    /**
     * Removes and returns those that are lost. They are the oldest, because both thresholds hit older packets first.
     *
     * @param newestArrived packets sent after this one are not lost
     * @param farBelow      packets up to this one are lost (RFC 9002 section 6.1.1)
     * @param longAgo       and so are those sent by then (section 6.1.2)
     */
    List<SentPacket<T>> takeLost(long newestArrived, long farBelow, long longAgo) {
        int count = 0;
        while (count < packets.size()
                && packets.get(count).order() < newestArrived
                && (packets.get(count).order() <= farBelow || packets.get(count).sentAt() <= longAgo)) {
            count++;
        }
        if (count == 0) {
            return List.of();
        }
        List<SentPacket<T>> oldest = packets.subList(0, count);
        List<SentPacket<T>> lost = new ArrayList<>(oldest);
        oldest.clear();
        for (SentPacket<T> packet : lost) {
            inFlight -= packet.eliciting() ? 1 : 0;
        }
        return lost;
    }
}

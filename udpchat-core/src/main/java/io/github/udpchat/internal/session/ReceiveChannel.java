package io.github.udpchat.internal.session;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.TreeMap;

import io.github.udpchat.internal.wire.ChannelId;
import io.github.udpchat.internal.wire.ControlMessage;
import io.github.udpchat.internal.wire.Frame;
import io.github.udpchat.internal.wire.MalformedException;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of a channel: PROTOCOL.md, section 2.9. Owns what has come and was not taken yet. Owned by one
 * {@link Incoming}.
 */
final class ReceiveChannel {

    private static final long NONE = -1;

    private final long id;
    private final ChannelId.Class ofClass;
    private final int window;
    private final int mostMessageBytes;

    /** Messages that are whole, and of which an earlier one is not; null where there are none, as mostly. */
    private @Nullable TreeMap<Long, ByteBuffer> above;

    /** Null where there are none, as mostly. */
    private @Nullable TreeMap<Long, Reassembly> inParts;
    private final Queue<ByteBuffer> ready = new ArrayDeque<>(0);

    /** Every message below is whole. */
    private long floor;
    private long credited;
    private long granted;

    /** Above all numbers that came. */
    private long seen;

    /** Handed on, and not taken yet. */
    private int inHand;
    private long endNumber = NONE;
    private long newest = NONE;
    private boolean named;
    private boolean awaitsEnd;
    private boolean givenUp;

    /** A channel on which so many messages may come before any is taken. */
    ReceiveChannel(long id, int window, int mostMessageBytes) {
        this.id = id;
        this.ofClass = ChannelId.classOf(id);
        this.window = window;
        this.mostMessageBytes = id == ChannelId.CONTROL ? ControlMessage.MAX_BYTES : mostMessageBytes;
        this.granted = window;
    }

    long id() {
        return id;
    }

    /** The application knows of it from here on; what has come and comes may be taken. */
    void name() {
        named = true;
    }

    boolean isNamed() {
        return named;
    }

    /** This side, a server, has ended the channel: the client's end is to come. */
    void awaitEnd() {
        awaitsEnd = true;
    }

    boolean awaitsEnd() {
        return awaitsEnd;
    }

    /** {@return whether its messages count for the session's credit} */
    boolean usesSessionCredit() {
        return usesSessionCredit(id);
    }

    /** {@return whether messages of a channel count for the session's credit} */
    static boolean usesSessionCredit(long id) {
        return ChannelId.classOf(id) != ChannelId.Class.LATEST && id != ChannelId.CONTROL;
    }

    /** A whole message came. Returns how many bytes of it are new. */
    int onMessage(Frame.Message message) throws MalformedException {
        int bytes = message.content().remaining();
        if (bytes > mostMessageBytes) {
            throw new MalformedException("a message of more than " + mostMessageBytes + " bytes");
        }
        if (ofClass == ChannelId.Class.LATEST) {
            onLatest(message);
            return 0;
        }
        if (!isNew(message.number())) {
            return 0;
        }
        if (isInParts(message.number())) {
            throw new MalformedException("message " + message.number() + " comes whole and in parts");
        }
        whole(message.number(), Reassembly.copy(message.content()));
        return bytes;
    }

    /** The newest message replaces one that was not taken. */
    private void onLatest(Frame.Message message) throws MalformedException {
        if (endNumber != NONE && message.number() >= endNumber) {
            throw new MalformedException("message " + message.number() + " behind the end");
        }
        if (message.number() > newest) {
            newest = message.number();
            ready.clear();
            ready.add(Reassembly.copy(message.content()));
        }
    }

    /** A part of a message came. Returns how many bytes of it are new. */
    int onFragment(Frame.Fragment fragment) throws MalformedException {
        if (ofClass == ChannelId.Class.LATEST || id == ChannelId.CONTROL) {
            throw new MalformedException("channel " + id + " has whole messages only");
        }
        if (!isNew(fragment.number())) {
            return 0;
        }
        inParts = inParts == null ? new TreeMap<>() : inParts;
        Reassembly parts = inParts.computeIfAbsent(fragment.number(), number -> new Reassembly(fragment.count()));
        int before = parts.bytes();
        ByteBuffer message = parts.add(fragment, mostMessageBytes);
        if (message != null) {
            inParts.remove(fragment.number());
            inParts = inParts.isEmpty() ? null : inParts;
            whole(fragment.number(), message);
        }
        return parts.bytes() - before;
    }

    private boolean isInParts(long number) {
        return inParts != null && inParts.containsKey(number);
    }

    private boolean isAbove(long number) {
        return above != null && above.containsKey(number);
    }

    private boolean isNew(long number) throws MalformedException {
        if (number >= granted) {
            throw new MalformedException("message " + number + " where " + granted + " were allowed");
        }
        if (endNumber != NONE && number >= endNumber) {
            throw new MalformedException("message " + number + " behind the end");
        }
        seen = Math.max(seen, number + 1);
        return number >= floor && !isAbove(number);
    }

    private void whole(long number, ByteBuffer message) {
        if (ofClass == ChannelId.Class.UNORDERED) {
            ready.add(message);
        }
        if (number > floor) {
            above = above == null ? new TreeMap<>() : above;
            above.put(number, message);
            return;
        }
        for (ByteBuffer next = message; next != null; next = above == null ? null : above.remove(floor)) {
            floor++;
            if (ofClass == ChannelId.Class.ORDERED) {
                ready.add(next);
            }
        }
        above = above == null || above.isEmpty() ? null : above;
    }

    /** The sender says that nothing comes from a number on. */
    void onEnd(long number) throws MalformedException {
        boolean contradictsItself = endNumber != NONE && endNumber != number;
        boolean tooLow = number < floor || number <= newest || above != null && number <= above.lastKey()
                || inParts != null && number <= inParts.lastKey();
        if (id == ChannelId.CONTROL || contradictsItself || tooLow) {
            throw new MalformedException("channel " + id + " can't end at " + number);
        }
        endNumber = number;
    }

    /** Nothing more is taken: what is not whole never will be. Returns how many bytes that were new are dropped. */
    int giveUp() {
        givenUp = true;
        int dropped = inParts == null ? 0 : inParts.values().stream().mapToInt(Reassembly::bytes).sum();
        if (above != null && ofClass == ChannelId.Class.ORDERED) {
            dropped += above.values().stream().mapToInt(ByteBuffer::remaining).sum();
        }
        inParts = null;
        above = null;
        return dropped;
    }

    boolean isGivenUp() {
        return givenUp;
    }

    /** {@return the next message for the application, or null} */
    @Nullable
    ByteBuffer poll() {
        ByteBuffer next = ready.poll();
        inHand += next == null ? 0 : 1;
        return next;
    }

    /** The application has done with a message. */
    void letGo() {
        inHand--;
    }

    /** The peer may send another message. Returns whether it should be told of new credit. */
    boolean credit() {
        credited++;
        return grants();
    }

    /** {@return whether the peer should be told of more credit: half of it was taken, or some of it and it is used up} */
    boolean grants() {
        long more = Math.min(credited, floor) + window - granted;
        boolean half = more >= (window + 1) / 2;
        boolean usedUp = more > 0 && seen >= granted;
        return ofClass != ChannelId.Class.LATEST && (half || usedUp);
    }

    /** {@return whether a message of that number is not new, or one waits for it that is here in part, or behind it} */
    boolean completes(long number) {
        return number < floor || isAbove(number) || isInParts(number) || number == floor && above != null;
    }

    /** Grants all that may be granted, and returns the limit. */
    long grant() {
        granted = Math.max(granted, Math.min(credited, floor) + window);
        return granted;
    }

    /** {@return whether everything came that will ever come, and was taken} */
    boolean isOver() {
        boolean complete = floor == endNumber || ofClass == ChannelId.Class.LATEST && endNumber != NONE;
        return (complete || givenUp) && ready.isEmpty() && inHand == 0;
    }
}

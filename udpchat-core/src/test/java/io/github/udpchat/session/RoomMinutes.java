package io.github.udpchat.session;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Position;
import io.github.udpchat.model.Recall;
import io.github.udpchat.model.RoomId;
import org.jspecify.annotations.Nullable;

/**
 * What was said in one room, by the places that it got there, and who has heard which of it: all must agree about each place,
 * and whoever is there must hear every place from the beginning of its history on, once and in order, but for what it says
 * itself. What is said is {@code speaker number padding}; a speaker counts from 1 in each room. Takes the same space however long
 * a run is. Safe for use by several threads.
 */
public final class RoomMinutes {

    private final RoomId room;
    private final int recall;
    private final Consumer<String> violated;
    private final Set<Ear> ears = new LinkedHashSet<>();

    /** By offset. What everybody has heard is forgotten, but for so much as somebody who comes now gets as history. */
    private final NavigableMap<Long, String> said = new TreeMap<>();
    private final Map<String, Integer> lastOfSpeaker = new HashMap<>();
    private final Set<String> refused = new HashSet<>();
    private @Nullable Long epoch;
    private long checkedBelow;
    private long relayed;
    private long uncertain;
    private long heard;

    /** One stay of somebody in the room. Guarded by the minutes. */
    public final class Ear {

        private final String speaker;
        private final TreeSet<Long> ahead = new TreeSet<>();
        private boolean told;
        private long newest = -1;
        private long old;
        private long first;

        /** All below was heard, or need not be. */
        private long complete;

        private Ear(String speaker) {
            this.speaker = speaker;
        }

        /** A history begins. */
        public void recalled(Recall how) {
            synchronized (RoomMinutes.this) {
                told = true;
                if (how instanceof Recall.Gap) {
                    violated("%s has missed something: %s", speaker, how);
                }
            }
        }

        /** Hears something that was said before. */
        public void hearsOld(ChatMessage message) {
            synchronized (RoomMinutes.this) {
                if (newest < 0) {
                    first = message.position().orElseThrow().offset();
                    complete = first;
                }
                if (!told) {
                    violated("%s heard old %s before the history began", speaker, message.line());
                }
                old++;
                heard(message);
            }
        }

        /** Hears something new. */
        public void hears(ChatMessage message) {
            synchronized (RoomMinutes.this) {
                if (speakerOf(message.line()).equals(speaker)) {
                    violated("%s heard itself say %s", speaker, message.line());
                }
                heard(message);
            }
        }

        private void heard(ChatMessage message) {
            Position at = message.position().orElseThrow();
            note(at, message.line());
            heard++;
            if (at.offset() <= newest) {
                violated("%s heard %s after %d", speaker, at, newest);
            }
            newest = Math.max(newest, at.offset());
            // What it said itself in an earlier stay comes as history, and need not.
            if (at.offset() >= complete) {
                ahead.add(at.offset());
            }
        }

        /** Goes: nothing that is said from now on concerns it. */
        public void leaves() {
            synchronized (RoomMinutes.this) {
                ears.remove(this);
            }
        }

        private boolean isUpToDate() {
            while (ahead.remove(complete) || isOwn(complete)) {
                complete++;
            }
            return complete == end() && ahead.isEmpty();
        }

        private boolean isOwn(long offset) {
            String text = said.get(offset);
            return text != null && speakerOf(text).equals(speaker);
        }

        private void settle() {
            boolean wholeHistory = first == 0 || old >= recall;
            if (!isUpToDate() || !wholeHistory) {
                violated("%s has %d old messages from %d on, and all below %d of %d; beyond that %s", speaker, old,
                        first,
                        complete, end(), ahead);
            }
        }
    }

    /** Nothing was said yet. Who comes gets so many old messages if there are as many. */
    public RoomMinutes(String room, int recall, Consumer<String> violated) {
        this.room = new RoomId(room);
        this.recall = recall;
        this.violated = violated;
    }

    /** {@return which room this is} */
    public RoomId room() {
        return room;
    }

    /** {@return an ear of somebody who is about to enter} */
    public synchronized Ear ear(String speaker) {
        Ear ear = new Ear(speaker);
        ears.add(ear);
        return ear;
    }

    /** The server hears something, or somebody has. */
    public synchronized void note(Position at, String text) {
        if (epoch == null) {
            epoch = at.epoch();
        }
        String before = at.offset() < checkedBelow && !said.containsKey(at.offset()) ? text
                : said.putIfAbsent(at.offset(), text);
        if (at.epoch() != epoch || before != null && !before.equals(text)) {
            violated("at %s stands %s; the epoch is %d, and there stood %s", at, text, epoch, before);
        }
    }

    /**
     * Somebody has learnt what became of what it said.
     *
     * @param leaving whether it has left the room meanwhile, or the server
     * @param lost    whether it has lost its session meanwhile
     */
    public synchronized void outcome(String text, Delivery outcome, boolean leaving, boolean lost) {
        switch (outcome) {
            case Delivery.Relayed(Position at, int recipients) -> {
                relayed++;
                note(at, text);
            }
            case Delivery.Unconfirmed unconfirmed when leaving || lost -> uncertain++;
            case Delivery.Refused(DropReason why) when leaving -> refused.add(text);
            case Delivery other -> violated("%s ended as %s", text, other);
        }
    }

    /** {@return whether everybody has heard all that was said} */
    public synchronized boolean isSettled() {
        return ears.stream().allMatch(Ear::isUpToDate);
    }

    /** Nothing is under way any more: what somebody has missed it will never hear. */
    public synchronized void settle() {
        ears.forEach(Ear::settle);
        for (long offset = checkedBelow; offset < end(); offset++) {
            String text = said.get(offset);
            if (text == null || refused.contains(text)) {
                violated("%d was relayed and the server has not heard it, or it was refused: %s", offset, text);
                continue;
            }
            int number = Integer.parseInt(text.split(" ", 3)[1]);
            Integer before = lastOfSpeaker.put(speakerOf(text), number);
            if (before != null && before >= number) {
                violated("%s said %d after %d", speakerOf(text), number, before);
            }
        }
        if (relayed > end() || relayed + uncertain < end()) {
            violated("%d messages stand there, %d were relayed, %d perhaps", end(), relayed, uncertain);
        }
        checkedBelow = end();
        refused.clear();
        said.headMap(checkedBelow - recall, false).clear();
    }

    private long end() {
        return said.isEmpty() ? checkedBelow : said.lastKey() + 1;
    }

    /** {@return the epoch of the room, or null if nothing was said there} */
    public synchronized @Nullable Long epoch() {
        return epoch;
    }

    /** {@return how many messages stand in the room} */
    public synchronized long count() {
        return end();
    }

    /** {@return how often one was heard by a member} */
    public synchronized long heard() {
        return heard;
    }

    /** {@return how many are there} */
    public synchronized int present() {
        return ears.size();
    }

    private static String speakerOf(String text) {
        return text.substring(0, text.indexOf(' '));
    }

    private void violated(String format, Object... arguments) {
        violated.accept("in " + room + ": " + String.format(Locale.ROOT, format, arguments));
    }
}

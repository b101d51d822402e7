package io.github.udpchat.session.campaign;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

import org.jspecify.annotations.Nullable;

/**
 * All that is said in a run, and what of the lobby: who has said what, in which order the server heard it, over all of its lives, and what each client
 * heard of that. Owned by one {@link CampaignRun}.
 */
final class Talk {

    /** A client hears no more than that of what was kept for it: its queue at the server, and the credit that it grants. */
    private static final Load MOST_AHEAD = new Load(512 + 64, (256 + 256) * 1024);

    private final Findings findings;
    private final Map<String, Said> said = new HashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<Said> order = new ArrayList<>();
    private final Map<String, Integer> positions = new HashMap<>();
    private final List<View> views = new ArrayList<>();

    /** A text, and who said it; null for those who do not keep to the protocol. */
    record Said(String text, @Nullable View author, int number) {}

    Talk(Findings findings) {
        this.findings = findings;
    }

    /** {@return a text of about that length that nobody has said before} */
    String next(String name, @Nullable View author, int length) {
        int number = numbers.merge(name, 1, Integer::sum);
        StringBuilder text = new StringBuilder(length + 24).append(name).append(' ').append(number).append(' ');
        for (int state = name.hashCode() * 31 + number; text.length() < length; state = state * 1_664_525
                + 1_013_904_223) {
            text.append((char) (' ' + (state >>> 16) % 64));
        }
        said.put(key(text.toString()), new Said(text.toString(), author, number));
        return text.toString();
    }

    /** The author and the number at the head of a text. */
    static String key(String text) {
        int first = text.indexOf(' ');
        int second = text.indexOf(' ', first + 1);
        return second < 0 ? text : text.substring(0, second);
    }

    /** {@return the number at the head of a text} */
    static int number(String text) {
        String key = key(text);
        return Integer.parseInt(key.substring(key.indexOf(' ') + 1));
    }

    // ---- what the server hears

    /** The server begins, or begins anew, and nobody is there. */
    void lifeBegins() {
        views.forEach(View::leaves);
    }

    /** The server's listener hears something. */
    void heardByServer(String author, String text) {
        Said heard = checkContent("the server", author, text);
        Integer before = positions.put(key(text), order.size());
        findings.require(before == null, "the server heard twice: %s", key(text));
        if (heard != null && heard.author != null) {
            findings.require(heard.number > heard.author.lastSaid, "the server heard %s after %s", key(text),
                    heard.author.lastSaid);
            heard.author.lastSaid = heard.number;
        }
        order.add(heard == null ? new Said(text, null, 0) : heard);
        views.forEach(View::falls);
    }

    /** {@return what was said, as somebody hears it} */
    @Nullable
    Said checkContent(String who, String author, String text) {
        Said original = said.get(key(text));
        findings.require(original != null, "%s heard what nobody said: %s", who, key(text));
        findings.require(original == null || original.text.equals(text), "%s heard another text: %s", who, key(text));
        findings.require(key(text).startsWith(author + " "), "%s heard %s from %s", who, key(text), author);
        return original;
    }

    int size() {
        return order.size();
    }

    /** So much as was heard, or waits. */
    private record Load(int messages, long bytes) {

        Load minus(Load other) {
            return new Load(messages - other.messages, bytes - other.bytes);
        }
    }

    /** One client's time in the room: from a place in the order on, and up to another. */
    private static final class Stay {

        private final int from;
        private int until = Integer.MAX_VALUE;

        Stay(int from) {
            this.from = from;
        }
    }

    /**
     * What one client hears, over all of its sessions. Judged when the server's listener has heard it too, which may be later.
     * What is missing at the end of a session that was lost is lost with it.
     */
    final class View {

        private final String owner;
        private final Queue<String> unjudged = new ArrayDeque<>();
        private final List<Load> before = new ArrayList<>();
        private final List<Stay> stays = new ArrayList<>();
        private Load heard = new Load(0, 0);
        private int next;
        private int missed;
        private int lastSaid;

        View(String owner) {
            this.owner = owner;
            order.forEach(earlier -> falls());
            views.add(this);
        }

        /** Something is said, before which the client had heard so much. */
        private void falls() {
            before.add(heard);
        }

        /** The client is a member from here on. */
        void joins() {
            leaves();
            stays.add(new Stay(order.size()));
        }

        /** The client is none any more. */
        void leaves() {
            if (!stays.isEmpty() && stays.getLast().until > order.size()) {
                stays.getLast().until = order.size();
            }
        }

        void hears(String author, String text) {
            Said message = checkContent(owner, author, text);
            findings.require(message == null || message.author != this, "%s heard itself: %s", owner, key(text));
            unjudged.add(key(text));
            Integer position = positions.get(key(text));
            if (position != null) {
                Load ahead = heard.minus(before.get(position));
                findings.require(ahead.messages <= MOST_AHEAD.messages && ahead.bytes <= MOST_AHEAD.bytes,
                        "%s was kept for %s behind %s", key(text), owner, ahead);
            }
            heard = new Load(heard.messages + 1, heard.bytes + text.length());
        }

        private void judge() {
            while (!unjudged.isEmpty() && positions.containsKey(unjudged.element())) {
                String key = unjudged.remove();
                int position = positions.get(key);
                Stay stay = stays.stream().filter(one -> one.from <= position && position < one.until).findAny()
                        .orElse(null);
                if (stay == null || position < next) {
                    findings.add("%s heard twice, too late or too early: %s at %s, was at %s", owner, key, position,
                            next);
                } else {
                    missed += missing(stay, position);
                    next = position + 1;
                }
            }
        }

        private int missing(Stay stay, int until) {
            int missing = 0;
            for (int i = Math.max(stay.from, next); i < until; i++) {
                missing += order.get(i).author == this ? 0 : 1;
            }
            return missing;
        }

        /** {@return how many messages were left out, up to the last that was heard in each session} */
        int missed() {
            judge();
            return missed;
        }

        /** {@return how many were left out up to now} */
        int missedUpToNow() {
            judge();
            return missed + (stays.isEmpty() ? 0 : missing(stays.getLast(), order.size()));
        }

        /** Everything that was heard must have been heard by the server's listener. */
        void checkAllJudged() {
            judge();
            findings.require(unjudged.isEmpty(), "%s heard what the server did not: %s", owner, unjudged.peek());
        }
    }
}

package io.github.udpchat.session.campaign;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * All that is said in a run: who has said what, in which order the server heard it, and what each client heard of that.
 * Owned by one {@link CampaignRun}.
 */
final class Talk {

    /** A client hears no more than that of what was kept for it: its queue at the server, and the credit that it grants. */
    private static final Load MOST_AHEAD = new Load(512 + 64, (256 + 256) * 1024);

    private final Findings findings;
    private final Map<String, String> said = new HashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> order = new ArrayList<>();
    private final List<String> authors = new ArrayList<>();
    private final Map<String, Integer> positions = new HashMap<>();
    private final List<View> views = new ArrayList<>();

    Talk(Findings findings) {
        this.findings = findings;
    }

    /** {@return a text of about that length that nobody has said before} */
    String next(String author, int length) {
        int number = numbers.merge(author, 1, Integer::sum);
        StringBuilder text = new StringBuilder(length + 24).append(author).append(' ').append(number).append(' ');
        for (int state = author.hashCode() * 31 + number; text.length() < length; state = state * 1_664_525
                + 1_013_904_223) {
            text.append((char) (' ' + (state >>> 16) % 64));
        }
        said.put(key(text.toString()), text.toString());
        return text.toString();
    }

    /** The author and the number at the head of a text. */
    static String key(String text) {
        int first = text.indexOf(' ');
        int second = text.indexOf(' ', first + 1);
        return second < 0 ? text : text.substring(0, second);
    }

    /** The server's listener hears something. */
    void heardByServer(String author, String text) {
        checkContent("the server", author, text);
        Integer before = positions.put(key(text), order.size());
        findings.require(before == null, "the server heard twice: %s", key(text));
        order.add(key(text));
        authors.add(author);
        views.forEach(View::falls);
    }

    private void checkContent(String who, String author, String text) {
        String original = said.get(key(text));
        findings.require(original != null, "%s heard what nobody said: %s", who, key(text));
        findings.require(original == null || original.equals(text), "%s heard another text: %s", who, key(text));
        findings.require(key(text).startsWith(author + " "), "%s heard %s from %s", who, key(text), author);
    }

    boolean hasServerHeard(String text) {
        return positions.containsKey(key(text));
    }

    /** {@return whether the server heard a text as the message of that offset} */
    boolean isAt(String text, long offset) {
        return offset < order.size() && order.get((int) offset).equals(key(text));
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

    /** What one client hears. Judged when the server's listener has heard it too, which may be later. */
    final class View {

        private static final int NOT_YET = -1;

        private final String owner;
        private final Queue<String> unjudged = new ArrayDeque<>();
        private final List<Load> before = new ArrayList<>();
        private Load heard = new Load(0, 0);
        private int next = NOT_YET;
        private int missed;

        View(String owner) {
            this.owner = owner;
            views.add(this);
        }

        /** Something is said, before which the client had heard so much. */
        private void falls() {
            before.add(heard);
        }

        /** The client is a member from here on. */
        void joins() {
            next = order.size();
        }

        void hears(String author, String text) {
            checkContent(owner, author, text);
            findings.require(!author.equals(owner), "%s heard itself: %s", owner, key(text));
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
            while (next != NOT_YET && !unjudged.isEmpty() && positions.containsKey(unjudged.element())) {
                String key = unjudged.remove();
                int position = positions.get(key);
                if (position < next) {
                    findings.add("%s heard twice, too late or too early: %s at %s, was at %s", owner, key, position,
                            next);
                } else {
                    missed += missing(position);
                    next = position + 1;
                }
            }
        }

        private int missing(int until) {
            int missing = 0;
            for (int i = Math.max(0, next); i < until; i++) {
                missing += authors.get(i).equals(owner) ? 0 : 1;
            }
            return missing;
        }

        /** {@return how many messages were left out, up to the last that was heard} */
        int missed() {
            judge();
            return missed;
        }

        /** {@return how many were left out up to now} */
        int missedUpToNow() {
            judge();
            return missed + missing(order.size());
        }

        /** Everything that was heard must have been heard by the server's listener. */
        void checkAllJudged() {
            judge();
            findings.require(unjudged.isEmpty(), "%s heard what the server did not: %s", owner, unjudged.peek());
        }
    }
}

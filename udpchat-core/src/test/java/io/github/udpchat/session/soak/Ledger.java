package io.github.udpchat.session.soak;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What was said and heard, by the places that clients have: each place says number 1, 2, 3, ... whoever sits there. Takes the
 * same space however long a run is. Safe for use by several threads.
 */
final class Ledger {

    private static final int MOST_VIOLATIONS = 20;

    private final long[] said;
    private final List<String> violations = new ArrayList<>();
    private long heard;

    /** What one listener has heard of each place: the newest number. Guarded by the ledger. */
    private static final class Heard {

        private final String who;
        private final long[] newest;
        private boolean missedSome;

        Heard(String who, long[] newest) {
            this.who = who;
            this.newest = newest;
        }
    }

    /** One listener's side of the ledger. */
    final class Ear {

        private final Heard heardBy;
        private final int ownPlace;

        private Ear(String who, int ownPlace) {
            this.heardBy = new Heard(who, said.clone());
            this.ownPlace = ownPlace;
        }

        /** Hears a text that {@link Ledger#says} made. */
        void hears(String text) {
            synchronized (Ledger.this) {
                String[] parts = text.split(" ", 3);
                int place = Integer.parseInt(parts[0]);
                long number = Long.parseLong(parts[1]);
                long before = heardBy.newest[place];
                boolean next = heardBy.missedSome ? number > before : number == before + 1;
                if (!next || number > said[place] || place == ownPlace) {
                    violated("%s heard number %d of place %d after number %d, said are %d", heardBy.who, number, place,
                            before, said[place]);
                }
                heardBy.newest[place] = Math.max(before, number);
                heard++;
            }
        }

        /** The listener had no session for a while, and was not told what was said meanwhile. */
        void missedSome() {
            synchronized (Ledger.this) {
                heardBy.missedSome = true;
            }
        }

        /** {@return whether it has heard all that it must have} */
        boolean isUpToDate() {
            synchronized (Ledger.this) {
                long own = ownPlace < 0 ? 0 : said[ownPlace] - heardBy.newest[ownPlace];
                return heardBy.missedSome || Arrays.stream(said).sum() - Arrays.stream(heardBy.newest).sum() == own;
            }
        }

        /** Nothing is under way any more: what it has missed it will never hear. */
        void settles() {
            synchronized (Ledger.this) {
                heardBy.missedSome = false;
                System.arraycopy(said, 0, heardBy.newest, 0, said.length);
            }
        }
    }

    Ledger(int places) {
        said = new long[places];
    }

    /** {@return an ear that hears everything from now on; that of a client at a place, which does not hear itself} */
    synchronized Ear ear(String who, int ownPlace) {
        return new Ear(who, ownPlace);
    }

    /** {@return an ear that hears everything from now on} */
    synchronized Ear earOfTheServer() {
        return new Ear("the server", -1);
    }

    /** {@return what a place says next} */
    synchronized String says(int place, int padding) {
        said[place]++;
        return place + " " + said[place] + " " + "x".repeat(padding);
    }

    synchronized void violated(String format, Object... arguments) {
        if (violations.size() < MOST_VIOLATIONS) {
            violations.add(String.format(Locale.ROOT, format, arguments));
        }
    }

    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    synchronized long said() {
        return Arrays.stream(said).sum();
    }

    synchronized long heard() {
        return heard;
    }
}

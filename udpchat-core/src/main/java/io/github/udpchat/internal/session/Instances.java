package io.github.udpchat.internal.session;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

import io.github.udpchat.internal.machine.Machine;
import io.github.udpchat.internal.noise.PublicKey25519;
import org.jspecify.annotations.Nullable;

/**
 * What a server remembers of its clients beyond their sessions, so that it relays a message once although the client says it
 * again on another session: PROTOCOL.md, section 2.13. Owned by one {@link SessionServer}.
 */
final class Instances {

    /** So long an instance is remembered after its last session. */
    static final Duration MEMORY = Duration.ofMinutes(10);

    /**
     * So many instances are remembered, those with a session included, of which none is forgotten; beyond that the one goes that has
     * been without a session for longest. Its client learns from WELCOME that it is not known, and reports what it can't tell.
     */
    static final int MOST = 100_000;

    private final Map<Key, Instance> present = new HashMap<>();

    /** Without a session, the longest first. */
    private final SequencedMap<Key, Instance> resting = new LinkedHashMap<>();

    private final int most;

    /** Who says that it is one and the same client: its key proves that nobody else does. */
    record Key(PublicKey25519 client, long number) {}

    /** One client, over its sessions. */
    static final class Instance {

        private final MessageCounters counters = new MessageCounters();
        private @Nullable ServerSession session;
        private boolean met;
        private long restsSince;

        /** {@return which of its messages have an outcome} */
        MessageCounters counters() {
            return counters;
        }

        /**
         * The client has got a WELCOME that told whether it was known. Only then does it know of this record: a record that is newer
         * than what the client has said knows nothing of that.
         */
        void met() {
            met = true;
        }

        boolean isMet() {
            return met;
        }
    }

    /**
     * How an instance stands when a session of it is admitted.
     *
     * @param known       whether it is remembered, and has known so
     * @param instance    what is remembered
     * @param predecessor the session that the new one replaces, or null
     */
    record Admitted(boolean known, Instance instance, @Nullable ServerSession predecessor) {}

    Instances() {
        this(MOST);
    }

    Instances(int most) {
        this.most = most;
    }

    /** {@return the instance's session, or null} */
    @Nullable
    ServerSession present(Key key) {
        Instance instance = present.get(key);
        return instance == null ? null : instance.session;
    }

    /** A session of an instance is admitted. */
    Admitted admitted(Key key, ServerSession session) {
        Instance instance = present.get(key);
        if (instance == null) {
            instance = resting.remove(key);
        }
        boolean known = instance != null && instance.met;
        if (instance == null) {
            instance = new Instance();
        }
        present.put(key, instance);
        ServerSession predecessor = instance.session;
        instance.session = session;
        makeRoom();
        return new Admitted(known, instance, predecessor);
    }

    /** A session of an instance has ended; if it has no other it rests from now on. */
    void ended(long now, Key key, ServerSession session) {
        Instance instance = present.get(key);
        if (instance != null && instance.session == session) {
            present.remove(key);
            instance.session = null;
            instance.restsSince = now;
            resting.put(key, instance);
        }
    }

    private void makeRoom() {
        while (size() > most && !resting.isEmpty()) {
            resting.pollFirstEntry();
        }
    }

    /** {@return when {@link #onTimer} has something to do, or {@link Machine#NEVER}} */
    long nextDeadline() {
        return resting.isEmpty() ? Machine.NEVER
                : resting.firstEntry().getValue().restsSince + MEMORY.toNanos();
    }

    /** Forgets those that have rested for too long. */
    void onTimer(long now) {
        while (nextDeadline() <= now) {
            resting.pollFirstEntry();
        }
    }

    /** {@return how many are remembered} */
    int size() {
        return present.size() + resting.size();
    }
}

package io.github.udpchat.session.campaign;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.github.udpchat.ChatServer;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.IdentityKey;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.Role;
import org.jspecify.annotations.Nullable;

/**
 * Whom the server's application has muted and banned in one life of the server, and that it holds: nobody who is muted is
 * relayed, under whatever session, and nobody comes who is banned. The listener may hear late of what was before, so all is counted:
 * what is relayed as the n-th is heard as the n-th, and so with those who join. Owned by one {@link ServerLife}.
 */
final class Discipline {

    private final ChatServer server;
    private final Findings findings;
    private final List<Term> mutes = new ArrayList<>();
    private final List<Term> bans = new ArrayList<>();

    /** From one message, or one who joins, to another. */
    private static final class Term {

        /** The key; of a visitor, of which the application does not learn it, its program, which has one key. */
        private final Object who;
        private final @Nullable HonestClient client;
        private final Duration since;
        private long from = Long.MAX_VALUE;
        private long until = Long.MAX_VALUE;

        private Term(Object who, @Nullable HonestClient client, Duration since) {
            this.who = who;
            this.client = client;
            this.since = since;
        }

        private boolean isOf(HonestClient program) {
            return client != null && (client == program
                    || client.isLasting() && program.isLasting() && client.index() == program.index());
        }
    }

    Discipline(ChatServer server, Findings findings) {
        this.server = server;
        this.findings = findings;
    }

    /** Mutes a member. What it has said already may be about to be stored, and is relayed after that. */
    void mutes(Peer peer, Object who, HonestClient client, Duration time) {
        findings.require(server.moderation().mute(peer.id()), "%s can't be muted", peer);
        mutes.add(new Term(who, client, time));
    }

    /** All that somebody who was muted had said before is relayed. */
    void muteHolds(Object who) {
        mutes.stream().filter(term -> term.who.equals(who) && term.until == Long.MAX_VALUE)
                .forEach(term -> term.from = server.stats().messagesRelayed());
    }

    /** Lets somebody speak again, whether it is there or not. */
    void unmutes(Peer peer, Object who) {
        long until = server.stats().messagesRelayed();
        findings.require(server.moderation().unmute(peer.id()), "%s was not muted", peer);
        mutes.stream().filter(term -> term.who.equals(who)).forEach(term -> term.until = until);
    }

    void bans(Peer peer) {
        IdentityKey key = peer.key().orElseThrow();
        findings.require(server.moderation().ban(key, "because the campaign says so"), "%s can't be banned", peer);
        Term term = new Term(key, null, Duration.ZERO);
        term.from = server.stats().joins();
        bans.add(term);
        findings.require(server.peers().stream().noneMatch(one -> one.key().equals(peer.key())),
                "%s is banned and there", peer);
    }

    void unbans(Peer peer) {
        long until = server.stats().joins();
        findings.require(server.moderation().unban(peer.key().orElseThrow()), "%s was not banned", peer);
        bans.stream().filter(term -> term.who.equals(peer.key().orElseThrow())).forEach(term -> term.until = until);
    }

    /** {@return whether the key of a client was muted by then, and is so now} */
    boolean hasMuted(HonestClient client, Duration since) {
        return mutes.stream().anyMatch(term -> term.isOf(client) && term.until == Long.MAX_VALUE
                && term.since.compareTo(since) <= 0);
    }

    /** {@return whom it has banned or muted, and not let go} */
    int inForce() {
        return (int) (mutes.stream().filter(term -> term.until == Long.MAX_VALUE).count()
                + bans.stream().filter(term -> term.until == Long.MAX_VALUE).count());
    }

    // ---- what the listener hears

    void joins(Peer peer, long number) {
        findings.require(!isIn(bans, peer.key(), number), "%s is banned and joins", peer);
    }

    void speaks(Peer peer, Optional<Object> who, ChatMessage message, long number) {
        findings.require(peer.role() != Role.LISTENER, "%s speaks: %s", peer, Talk.key(message.text()));
        findings.require(!isIn(mutes, who, number), "%s is muted and speaks: %s", peer, Talk.key(message.text()));
    }

    private static boolean isIn(List<Term> terms, Optional<?> who, long number) {
        return terms.stream().anyMatch(term -> who.filter(term.who::equals).isPresent() && term.from <= number
                && number < term.until);
    }
}

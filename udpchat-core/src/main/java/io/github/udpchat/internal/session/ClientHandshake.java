package io.github.udpchat.internal.session;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import io.github.udpchat.internal.machine.Entropy;
import io.github.udpchat.internal.machine.Machine;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.noise.HandshakeFailedException;
import io.github.udpchat.internal.noise.IkInitiator;
import io.github.udpchat.internal.noise.PublicKey25519;
import io.github.udpchat.internal.noise.TransportKeys;
import io.github.udpchat.internal.wire.AcceptPacket;
import io.github.udpchat.internal.wire.HelloPacket;
import io.github.udpchat.internal.wire.InitPacket;
import io.github.udpchat.internal.wire.Limits;
import io.github.udpchat.internal.wire.RetryPacket;
import io.github.udpchat.internal.wire.Token16;
import io.github.udpchat.internal.wire.VersionPacket;
import io.github.udpchat.model.DisconnectReason;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.IdentityKey;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of the handshake: PROTOCOL.md, section 2.5. Owned by one {@link ClientSession}, which takes what
 * {@link #onAccept} returns. Nothing that anybody but the server sends makes it fail: at most it takes longer.
 *
 * <pre>
 *   HELLO_SENT --RETRY--> INIT_SENT --ACCEPT--> DONE
 *       ^                     |                  |
 *       '------8 s, RESET-----'------------------'
 * </pre>
 */
final class ClientHandshake {

    /** The first repeat comes after this, each further one after twice as long as the one before. */
    static final Duration FIRST_REPEAT = Duration.ofMillis(500);

    /** The longest time between repeats. */
    static final Duration LAST_REPEAT = Duration.ofSeconds(2);

    /** JOIN is said again so often until something authentic has come: a server forgets a half-open session after 3 s. */
    static final Duration CONFIRM_AGAIN = Duration.ofMillis(500);

    /** So long after RETRY the client begins anew, because a cookie is good for 10 s. */
    static final Duration COOKIE_PATIENCE = Duration.ofSeconds(8);

    /** So many answers are tried for one INIT; each costs two key agreements, and anybody who sees INIT can send one. */
    static final int MOST_ANSWERS = 20;

    private static final int KEY_BYTES = 32;

    private final ClientSettings settings;
    private final InetSocketAddress server;
    private List<IdentityKey> trusted;
    private final Entropy entropy;
    private State state = State.HELLO_SENT;
    private Token16 nonce = new Token16(0, 0);
    private ByteBuffer repeated = ByteBuffer.allocate(0);
    private long repeatAt = Machine.NEVER;
    private long repeatInterval;
    private long anewAt = Machine.NEVER;
    private @Nullable IkInitiator noise;
    private @Nullable PublicKey25519 serverKey;
    private int answers;
    private @Nullable IdentityKey wrongKey;
    private boolean answered;
    private @Nullable List<Integer> versions;

    private enum State {
        HELLO_SENT, INIT_SENT, DONE
    }

    /** What the handshake has made. */
    record Established(Handshakes.Accepted accepted, TransportKeys keys, IdentityKey serverKey) {

        LinkKeys linkKeys(Limits own, Aead aead, Entropy entropy) {
            return new LinkKeys(true, accepted.sessionId(), new TrafficSecret(keys.initiatorToResponder()),
                    new TrafficSecret(keys.responderToInitiator()), own, accepted.limits(), aead, entropy);
        }
    }

    /**
     * A handshake that begins with {@link #begin}.
     *
     * @param server  with whom
     * @param trusted the keys that the server may have; empty for any
     */
    ClientHandshake(ClientSettings settings, InetSocketAddress server, List<IdentityKey> trusted, Entropy entropy) {
        this.settings = settings;
        this.server = server;
        this.trusted = trusted;
        this.entropy = entropy;
    }

    /** Begins, or begins anew: with a nonce that was never used. */
    void begin(long now, Outbox out) {
        state = State.HELLO_SENT;
        nonce = Token16.startOf(entropy.bytes(Token16.BYTES));
        noise = null;
        anewAt = Machine.NEVER;
        send(now, new HelloPacket(settings.applicationId(), nonce).write(), out);
    }

    private void send(long now, ByteBuffer packet, Outbox out) {
        repeated = packet;
        repeatInterval = FIRST_REPEAT.toNanos();
        repeatAt = now + repeatInterval;
        out.send(server, packet);
    }

    // ---- what comes

    /**
     * Reads RETRY.
     * <ol>
     * <li>Not 70 bytes: {@code MALFORMED}.
     * <li>Not waited for, or for another nonce: {@code UNEXPECTED}.
     * <li>A key that is not trusted: {@code WRONG_SERVER_KEY}, and remembered.
     * <li>Answered by INIT.
     * </ol>
     */
    void onRetry(long now, ByteBuffer datagram, Outbox out) {
        RetryPacket retry = RetryPacket.read(datagram);
        if (retry == null) {
            out.dropped(DropReason.MALFORMED);
        } else if (state != State.HELLO_SENT || !retry.nonce().equals(nonce)) {
            out.dropped(DropReason.UNEXPECTED);
        } else {
            IdentityKey key = IdentityKey.of(retry.serverKey());
            if (trusted.isEmpty() || trusted.contains(key)) {
                answerRetry(now, retry, out);
            } else {
                wrongKey = key;
                out.dropped(DropReason.WRONG_SERVER_KEY);
            }
        }
    }

    private void answerRetry(long now, RetryPacket retry, Outbox out) {
        InitPacket.Header header = new InitPacket.Header(settings.applicationId(), nonce, retry.cookie());
        PublicKey25519 key = PublicKey25519.of(retry.serverKey());
        IkInitiator initiator = new IkInitiator(Handshakes.prologue(header), settings.identity().staticKeys(), key);
        byte[] ephemeral = entropy.bytes(KEY_BYTES);
        try {
            Handshakes.requireOneName(key);
            byte[] message1 = initiator.writeMessage1(ephemeral, settings.limits().bytes());
            state = State.INIT_SENT;
            noise = initiator;
            serverKey = key;
            answers = 0;
            answered = true;
            anewAt = now + COOKIE_PATIENCE.toNanos();
            send(now, new InitPacket(header, message1).write(), out);
        } catch (HandshakeFailedException noKey) {
            out.dropped(DropReason.HANDSHAKE_FAILED);
        } finally {
            Arrays.fill(ephemeral, (byte) 0);
        }
    }

    /**
     * Reads ACCEPT.
     * <ol>
     * <li>Not 113 bytes: {@code MALFORMED}.
     * <li>Not waited for, or for another nonce: {@code UNEXPECTED}.
     * <li>Too many were tried: {@code OVER_BUDGET}.
     * <li>Message 2 or the limits in it are wrong: {@code HANDSHAKE_FAILED}, and everything is as before.
     * <li>The server is proved.
     * </ol>
     *
     * @return what was made, or null
     */
    @Nullable
    Established onAccept(long now, ByteBuffer datagram, Outbox out) {
        AcceptPacket accept = AcceptPacket.read(datagram);
        IkInitiator initiator = noise;
        PublicKey25519 key = serverKey;
        if (accept == null) {
            out.dropped(DropReason.MALFORMED);
        } else if (state != State.INIT_SENT || initiator == null || key == null || !accept.nonce().equals(nonce)) {
            out.dropped(DropReason.UNEXPECTED);
        } else if (answers == MOST_ANSWERS) {
            out.dropped(DropReason.OVER_BUDGET);
        } else {
            answers++;
            try {
                Handshakes.Accepted accepted = initiator.readMessage2(accept.message2(), Handshakes::accepted);
                state = State.DONE;
                repeatAt = now + CONFIRM_AGAIN.toNanos();
                IdentityKey proved = IdentityKey.of(key.toByteArray());
                trusted = settings.firstUse() ? List.of(proved) : trusted;
                return new Established(accepted, initiator.split(), proved);
            } catch (HandshakeFailedException forged) {
                out.dropped(DropReason.HANDSHAKE_FAILED);
            }
        }
        return null;
    }

    /** Reads VERSION: remembered, in case that nothing better comes, and otherwise without effect. */
    void onVersion(ByteBuffer datagram, Outbox out) {
        VersionPacket version = VersionPacket.read(datagram);
        if (version == null) {
            out.dropped(DropReason.MALFORMED);
        } else if (state != State.HELLO_SENT || !version.nonce().equals(nonce)) {
            out.dropped(DropReason.UNEXPECTED);
        } else {
            versions = version.versions();
        }
    }

    // ---- time

    /** {@return whether the cookie, and what was made with it, is about to be too old} */
    boolean isAnewDue(long now) {
        return now >= anewAt;
    }

    /** {@return whether it is time to say JOIN again, in the session that was made and is not confirmed; counts as said} */
    boolean isConfirmationDue(long now) {
        if (state != State.DONE || now < repeatAt) {
            return false;
        }
        repeatAt = now + CONFIRM_AGAIN.toNanos();
        return true;
    }

    /** Repeats what was sent last, if it is time. */
    void onTimer(long now, Outbox out) {
        if (state != State.DONE && now >= repeatAt) {
            repeatInterval = Math.min(2 * repeatInterval, LAST_REPEAT.toNanos());
            repeatAt = now + repeatInterval;
            out.send(server, repeated);
        }
    }

    /** {@return when something is due, or {@link Machine#NEVER}} */
    long nextDeadline() {
        return Math.min(repeatAt, anewAt);
    }

    /** The session that was made has proved to be known to the server: nothing is repeated or begun anew. */
    void confirmed() {
        anewAt = Machine.NEVER;
        repeatAt = Machine.NEVER;
    }

    /** Nobody wants the session any more: whatever comes late for it was not waited for. */
    void abandoned() {
        state = State.DONE;
        confirmed();
    }

    /** {@return whether a server with a key that is trusted has answered} */
    boolean isAnswered() {
        return answered;
    }

    /** {@return why it has failed, if it has, after this time} */
    DisconnectReason failure(Duration limit) {
        if (wrongKey != null && !answered) {
            return new DisconnectReason.WrongServerKey(wrongKey);
        }
        if (versions != null && !answered && !versions.contains(HelloPacket.VERSION)) {
            return new DisconnectReason.VersionNotSpoken(versions);
        }
        return new DisconnectReason.TimedOut(limit);
    }
}

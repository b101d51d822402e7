package io.github.udpchat.internal.session;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.github.udpchat.internal.machine.Entropy;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.machine.Trace;
import io.github.udpchat.internal.noise.HandshakeFailedException;
import io.github.udpchat.internal.noise.IkResponder;
import io.github.udpchat.internal.noise.PublicKey25519;
import io.github.udpchat.internal.noise.TransportKeys;
import io.github.udpchat.internal.wire.AcceptPacket;
import io.github.udpchat.internal.wire.AddressKey;
import io.github.udpchat.internal.wire.AddressKeys;
import io.github.udpchat.internal.wire.Cookie;
import io.github.udpchat.internal.wire.HelloPacket;
import io.github.udpchat.internal.wire.InitPacket;
import io.github.udpchat.internal.wire.Limits;
import io.github.udpchat.internal.wire.RetryPacket;
import io.github.udpchat.internal.wire.Token16;
import io.github.udpchat.internal.wire.VersionPacket;
import io.github.udpchat.model.DropReason;

/**
 * Where strangers come in: the server's side of the handshake, PROTOCOL.md, section 2.5. Owns the cookies, the budgets and
 * the half-open sessions; nothing else of a stranger costs memory. Owned by one {@link SessionServer}.
 */
final class Doorway {

    private static final int KEY_BYTES = 32;
    private static final int COOKIES_PER_SECOND = 20_000;
    private static final int COOKIES_BURST = 2_000;
    private static final int AGREEMENTS_PER_SECOND = 200;
    private static final int AGREEMENTS_BURST = 50;
    private static final int VERSIONS_PER_SECOND = 1_000;
    private static final int VERSIONS_BURST = 100;

    private final ServerSettings settings;
    private final AddressKeys keys;
    private final Entropy entropy;
    private final Opening opening;
    private final long bootId;
    private final CookieMint mint;
    private final Places places;
    private final Sites sites;
    private final Budget retries = new Budget(COOKIES_PER_SECOND, COOKIES_BURST);
    private final Budget checks = new Budget(COOKIES_PER_SECOND, COOKIES_BURST);
    private final Budget agreements = new Budget(AGREEMENTS_PER_SECOND, AGREEMENTS_BURST);
    private final Budget versions = new Budget(VERSIONS_PER_SECOND, VERSIONS_BURST);

    /** The ACCEPT of each half-open session by the hash of its INIT, so that the same INIT brings the same ACCEPT. */
    private final Map<Token16, ByteBuffer> accepted = new LinkedHashMap<>();

    /** Who takes the session that a handshake has made. */
    interface Opening {

        /** {@return a number for a session, which no other has} */
        long newSessionId();

        /** A session is half-open. */
        void halfOpen(long now, HalfOpen session);
    }

    /** What a handshake has made, and when. */
    record HalfOpen(long madeAt, Token16 initHash, long sessionId, InetSocketAddress address, PublicKey25519 clientKey,
            TransportKeys keys, Limits clientLimits, Places.Place place) {

        /** {@return what became of it} */
        Trace ended(long now, Optional<String> failure) {
            return new Trace.Handshake(sessionId, address, now - madeAt, failure);
        }
    }

    Doorway(ServerSettings settings, AddressKeys keys, Places places, Sites sites, Entropy entropy, Opening opening) {
        this.settings = settings;
        this.keys = keys;
        this.entropy = entropy;
        this.opening = opening;
        this.bootId = entropy.nextLong();
        this.mint = new CookieMint(entropy);
        this.places = places;
        this.sites = sites;
    }

    /**
     * Reads HELLO.
     * <ol>
     * <li>Not 1200 bytes: {@code MALFORMED}.
     * <li>Another version: VERSION if the budget allows, and {@code UNKNOWN_VERSION}.
     * <li>Another application: {@code WRONG_APPLICATION}.
     * <li>A byte of the filling is not zero: {@code MALFORMED}.
     * <li>The budget is used up: {@code OVER_BUDGET}.
     * <li>Answered by RETRY; nothing is kept.
     * </ol>
     */
    void onHello(long now, InetSocketAddress from, ByteBuffer datagram, Outbox out) {
        HelloPacket hello = HelloPacket.read(datagram);
        if (hello == null) {
            out.dropped(DropReason.MALFORMED);
        } else if (hello.version() != HelloPacket.VERSION) {
            if (versions.take(now)) {
                out.send(from, new VersionPacket(hello.nonce(), List.of(HelloPacket.VERSION)).write());
            }
            out.dropped(DropReason.UNKNOWN_VERSION);
        } else if (hello.applicationId() != settings.applicationId()) {
            out.dropped(DropReason.WRONG_APPLICATION);
        } else if (!hello.filledUp()) {
            out.dropped(DropReason.MALFORMED);
        } else if (!retries.take(now)) {
            out.dropped(DropReason.OVER_BUDGET);
        } else {
            Cookie cookie = mint.make(now, keys.of(from), hello.applicationId(), hello.nonce());
            out.send(from, new RetryPacket(hello.nonce(), cookie, settings.identity().publicKey()).write());
        }
    }

    /**
     * Reads INIT.
     * <ol>
     * <li>Not 1200 bytes: {@code MALFORMED}.
     * <li>Another version: {@code UNKNOWN_VERSION}. Another application: {@code WRONG_APPLICATION}. A byte of the filling is
     * not zero: {@code MALFORMED}.
     * <li>The cookie's key is not kept any more, or it is too old: {@code COOKIE_EXPIRED}.
     * <li>The budget for checking is used up: {@code OVER_BUDGET}.
     * <li>The cookie is not right: {@code BAD_COOKIE}.
     * <li>The INIT of a half-open session: answered by the same ACCEPT.
     * <li>No place is free, or the site owes for what it has said and another session has just begun there: {@code HANDSHAKE_LIMIT}.
     * The budget of key agreements is used up: {@code OVER_BUDGET}.
     * <li>Message 1 or the limits in it are wrong: {@code HANDSHAKE_FAILED}, and the place stays taken for a while.
     * <li>Answered by ACCEPT; the session is half-open.
     * </ol>
     */
    void onInit(long now, InetSocketAddress from, ByteBuffer datagram, Outbox out) {
        InitPacket init = InitPacket.read(datagram);
        if (init == null) {
            out.dropped(DropReason.MALFORMED);
            return;
        }
        InitPacket.Header header = init.header();
        AddressKey address = keys.of(from);
        if (header.version() != HelloPacket.VERSION) {
            out.dropped(DropReason.UNKNOWN_VERSION);
        } else if (header.applicationId() != settings.applicationId()) {
            out.dropped(DropReason.WRONG_APPLICATION);
        } else if (!init.filledUp()) {
            out.dropped(DropReason.MALFORMED);
        } else if (mint.isExpired(now, header.cookie())) {
            out.dropped(DropReason.COOKIE_EXPIRED);
        } else if (!checks.take(now)) {
            out.dropped(DropReason.OVER_BUDGET);
        } else if (!mint.isMine(header.cookie(), address, header.applicationId(), header.nonce())) {
            out.dropped(DropReason.BAD_COOKIE);
        } else {
            onValidatedInit(now, from, init, out);
        }
    }

    private void onValidatedInit(long now, InetSocketAddress from, InitPacket init, Outbox out) {
        Token16 hash = Token16.startOf(ApplicationId.sha256(init.content()));
        ByteBuffer accept = accepted.get(hash);
        if (accept != null) {
            out.send(from, accept);
        } else if (!places.isFree(from) || !sites.mayBegin(now, from)) {
            out.dropped(DropReason.HANDSHAKE_LIMIT);
        } else if (!agreements.take(now)) {
            out.dropped(DropReason.OVER_BUDGET);
        } else {
            Places.Place place = places.take(from);
            try {
                accept(now, from, init, hash, place, out);
            } catch (HandshakeFailedException failed) {
                places.spoil(now, place);
                out.dropped(DropReason.HANDSHAKE_FAILED);
                out.trace(new Trace.Handshake(0, from, 0, Optional.of(DropReason.HANDSHAKE_FAILED.name())));
            }
        }
    }

    private void accept(long now, InetSocketAddress from, InitPacket init, Token16 hash, Places.Place place, Outbox out)
            throws HandshakeFailedException {
        IkResponder responder = new IkResponder(Handshakes.prologue(init.header()), settings.identity().staticKeys());
        Limits clientLimits = Handshakes.limits(responder.readMessage1(init.message1()));
        Handshakes.requireOneName(responder.initiator());
        long sessionId = opening.newSessionId();
        byte[] ephemeral = entropy.bytes(KEY_BYTES);
        byte[] message2 = responder.writeMessage2(ephemeral, Handshakes.acceptPayload(new Handshakes.Accepted(
                sessionId, bootId, settings.identity().resetToken(sessionId), settings.limits())));
        Arrays.fill(ephemeral, (byte) 0);
        ByteBuffer accept = new AcceptPacket(init.header().nonce(), message2).write();
        accepted.put(hash, accept);
        opening.halfOpen(now, new HalfOpen(
                now, hash, sessionId, from, responder.initiator(), responder.split(), clientLimits, place));
        out.send(from, accept);
    }

    /** A session is half-open no more: it is open, or was given up. Its INIT means nothing from here on. */
    void settled(Token16 initHash) {
        accepted.remove(initHash);
    }

    /** {@return how many sessions are half-open} */
    int halfOpen() {
        return accepted.size();
    }
}

package io.github.udpchat.session.campaign;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

import io.github.udpchat.internal.wire.PacketType;
import io.github.udpchat.internal.wire.Token16;
import io.github.udpchat.model.Payload;
import io.github.udpchat.simulation.LinkRule;
import io.github.udpchat.simulation.Transit;
import io.github.udpchat.simulation.Verdict;

/**
 * Sees whom the server takes for somebody who receives at its address: only those who have sent back, in time, a cookie that the
 * server has sent to just that address (PROTOCOL.md, section 2.5). It keeps no more than one session for each attempt, which is
 * half-open for 3 s or until DATA comes, and no more than 8 such of a site.
 */
final class HandshakeLedger implements LinkRule {

    private static final int COOKIE_BYTES = 21;
    private static final int COOKIE_IN_RETRY = 17;
    private static final int COOKIE_IN_INIT = 27;

    /** A cookie is good for 10 s that the server runs; what is late arrives after it was sent. */
    private static final Duration COOKIE_LIFE = Duration.ofMillis(10_001);

    private static final Duration HALF_OPEN_LIFE = Duration.ofSeconds(3);
    private static final int MOST_OF_A_SITE = 8;

    private final HonestServer server;
    private final Map<Given, Duration> given = new HashMap<>();
    private final Map<InetSocketAddress, Duration> shown = new HashMap<>();
    private final Map<InetSocketAddress, Integer> helloes = new HashMap<>();
    private final Map<Attempt, HalfOpen> halfOpen = new LinkedHashMap<>();

    /** What each attempt was answered last, and when for the first time. */
    private final Map<Attempt, HalfOpen> answers = new HashMap<>();

    private int life;

    private record Given(InetSocketAddress to, Payload cookie) {}

    private record Attempt(InetSocketAddress by, Payload nonce) {}

    private record HalfOpen(Duration since, Payload accept) {}

    HandshakeLedger(HonestServer server) {
        this.server = server;
    }

    @Override
    public Verdict judge(Transit transit, RandomGenerator random) {
        PacketType type = OnTheWire.type(transit.datagram().asByteBuffer());
        if (transit.from().equals(server.address())) {
            serverSends(type, transit);
        } else if (type == PacketType.DATA) {
            halfOpen.keySet().removeIf(attempt -> attempt.by().equals(transit.from()));
        } else if (type == PacketType.HELLO) {
            helloes.merge(transit.from(), 1, Integer::sum);
        } else if (type == PacketType.INIT && transit.datagram().size() >= COOKIE_IN_INIT + COOKIE_BYTES) {
            Duration since = given.get(new Given(transit.from(), cookie(transit, COOKIE_IN_INIT)));
            if (since != null) {
                shown.merge(transit.from(), since, (one, other) -> one.compareTo(other) > 0 ? one : other);
            }
        }
        return new Verdict.Pass();
    }

    private void serverSends(PacketType type, Transit transit) {
        if (type == PacketType.RETRY) {
            if (!helloes.containsKey(transit.to())) {
                throw new AssertionError("a RETRY for " + transit.to() + ", which sent no HELLO");
            }
            given.put(new Given(transit.to(), cookie(transit, COOKIE_IN_RETRY)), transit.sentAt());
        } else if (type == PacketType.ACCEPT) {
            Duration since = shown.get(transit.to());
            Duration life = COOKIE_LIFE.plus(server.allAway());
            if (since == null || transit.sentAt().minus(since).compareTo(life) > 0) {
                throw new AssertionError("an ACCEPT at " + transit.sentAt() + " for " + transit.to()
                        + ", which has shown a cookie of " + since);
            }
            accepts(transit);
        }
    }

    private void accepts(Transit transit) {
        if (life != server.lives()) {
            life = server.lives();
            halfOpen.clear();
            answers.clear();
        }
        halfOpen.values().removeIf(open -> transit.sentAt().minus(open.since()).compareTo(HALF_OPEN_LIFE) >= 0);
        Payload nonce = Payload.copyOf(transit.datagram().asByteBuffer().slice(1, Token16.BYTES));
        Attempt attempt = new Attempt(transit.to(), nonce);
        HalfOpen before = answers.get(attempt);
        if (before != null && before.accept().equals(transit.datagram())) {
            saysAgain(transit, before);
            return;
        }
        HalfOpen open = new HalfOpen(transit.sentAt(), transit.datagram());
        answers.put(attempt, open);
        if (halfOpen.put(attempt, open) != null) {
            throw new AssertionError("two answers to one INIT of " + transit.to());
        }
        boolean limited = !transit.to().getAddress().isLoopbackAddress();
        if (limited
                && halfOpen.keySet().stream().filter(one -> one.by().equals(transit.to())).count() > MOST_OF_A_SITE) {
            throw new AssertionError("more than " + MOST_OF_A_SITE + " places for " + transit.to());
        }
    }

    /**
     * The same ACCEPT is of the same session, and its 3 s began with the first one: also where the session is taken for open here,
     * for DATA that was not authentic, or where the server still has it because it did not run when they ended.
     */
    private void saysAgain(Transit transit, HalfOpen open) {
        Duration age = transit.sentAt().minus(open.since());
        if (age.compareTo(HALF_OPEN_LIFE.plus(server.allAway())) > 0) {
            throw new AssertionError("an ACCEPT for " + transit.to() + " again after " + age);
        }
    }

    private static Payload cookie(Transit transit, int at) {
        return Payload.copyOf(transit.datagram().asByteBuffer().slice(at, COOKIE_BYTES));
    }
}

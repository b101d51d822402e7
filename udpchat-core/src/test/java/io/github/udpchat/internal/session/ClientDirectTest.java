package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

import io.github.udpchat.internal.machine.ClientEvent;
import io.github.udpchat.internal.machine.Notice;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.machine.Reply;
import io.github.udpchat.internal.wire.ChannelId;
import io.github.udpchat.internal.wire.ControlMessage;
import io.github.udpchat.internal.wire.DirectFormat;
import io.github.udpchat.internal.wire.Limits;
import io.github.udpchat.internal.wire.MalformedException;
import io.github.udpchat.internal.wire.NoticeFormat;
import io.github.udpchat.internal.wire.RoomControl;
import io.github.udpchat.internal.wire.RoomFormat;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DirectDelivery;
import io.github.udpchat.model.DirectMessage;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.RoomId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client makes of direct messages and notices, message by message: PROTOCOL.md, section 2.15. */
class ClientDirectTest {

    private static final InetSocketAddress THERE = SessionFixture.at(1, 4_000);
    private static final long LOBBY = ServerRooms.LOBBY_CHANNEL;
    private static final long DIRECT = ChannelId.of(2, ChannelId.Class.ORDERED);
    private static final long NOTICES = ChannelId.of(0, ChannelId.Class.LATEST);
    private static final RoomControl.Channels CHANNELS = new RoomControl.Channels(DIRECT, NOTICES);
    private static final ControlMessage.Welcome WELCOME = new ControlMessage.Welcome(1, "Ana", LOBBY, 7, 0, true);

    private final Outbox out = new Outbox();
    private final PendingSends sends = new PendingSends();
    private final ClientRooms rooms = new ClientRooms(sends, 0);
    private final Holdings holdings = new Holdings(Long.MAX_VALUE);
    private final List<ClientEvent> events = new ArrayList<>();
    private final Queue<Incoming.Arrival> said = new ArrayDeque<>();
    private long now = SessionFixture.SECOND;
    private Optional<SessionEnd> ended = Optional.empty();
    private Link server;
    private Link client;
    private ClientTalk talk;

    /** A session begins, after which the server has said these. */
    private void session(Limits servers, ControlMessage... first) {
        Limits clients = SessionFixture.LIMITS.with(Limits.KNOWS_MODEL);
        server = link(false, servers, clients, new LinkOwner() {
            @Override
            public void onHeard(long when) {}

            @Override
            public void onMessage(long when, Incoming.Arrival message, Outbox outbox) {
                said.add(message);
                if (message.channel() != ChannelId.CONTROL) {
                    server.taken(when, message.receipt(), outbox);
                }
            }

            @Override
            public void onEnd(long when, SessionEnd why, Outbox outbox) {}
        });
        client = link(true, clients, servers, new LinkOwner() {
            @Override
            public void onHeard(long when) {}

            @Override
            public void onMessage(long when, Incoming.Arrival message, Outbox outbox) throws MalformedException {
                talk.onMessage(when, message, outbox);
            }

            @Override
            public void onChannelEnd(long when, long channel, Outbox outbox) throws MalformedException {
                talk.onChannelEnd(channel);
            }

            @Override
            public void onEnd(long when, SessionEnd why, Outbox outbox) {
                ended = Optional.of(why);
            }
        });
        talk = new ClientTalk(client, sends, rooms, (when, welcome, outbox) -> sends.sayAgain());
        server.channels().open(LOBBY);
        server.channels().open(DIRECT);
        server.channels().open(NOTICES);
        for (ControlMessage message : first) {
            tells(message);
        }
    }

    private Link link(boolean isClient, Limits own, Limits peers, LinkOwner owner) {
        SplittableRandom random = new SplittableRandom(4);
        return new Link(now, new LinkKeys(isClient, 7, secret(isClient ? 1 : 2), secret(isClient ? 2 : 1), own, peers,
                new Aead(), random::nextBytes), THERE, new Scratch(),
                isClient ? holdings
                        : new Holdings(Long.MAX_VALUE),
                owner);
    }

    private static TrafficSecret secret(int value) {
        return new TrafficSecret(BareLink.bytes(value));
    }

    private static Limits knowing() {
        return SessionFixture.LIMITS.with(Limits.KNOWS_MODEL);
    }

    private void tells(ControlMessage message) {
        sends(ChannelId.CONTROL, message.write());
    }

    private void sends(long channel, ByteBuffer message) {
        assertThat(server.channels().send(channel, message)).isTrue();
        passes(Duration.ofMillis(30));
    }

    /** What either side sends arrives. */
    private void passes(Duration time) {
        long until = now + time.toNanos();
        // What the client has said by itself.
        carry(server);
        server.flush(now, out);
        carry(client);
        talk.speak(now, out);
        carry(server);
        for (long next = due(); next <= until; next = due()) {
            now = Math.max(now, next);
            client.onTimer(now, out);
            talk.speak(now, out);
            carry(server);
            server.onTimer(now, out);
            carry(client);
        }
        now = until;
    }

    private long due() {
        return Math.min(client.nextDeadline(), server.nextDeadline());
    }

    private void carry(Link to) {
        for (Link next = to; out.sends() > 0; next = next == server ? client : server) {
            List<ByteBuffer> datagrams = new ArrayList<>();
            while (out.sends() > 0) {
                datagrams.add(out.datagram());
                out.removeSend();
            }
            for (ByteBuffer datagram : datagrams) {
                next.onData(now, THERE, datagram, out);
            }
        }
        for (Notice notice = out.notices().poll(); notice != null; notice = out.notices().poll()) {
            if (notice instanceof Reply<?> reply) {
                reply.deliver();
            } else if (notice instanceof ClientEvent event) {
                events.add(event);
            }
        }
    }

    private CompletableFuture<DirectDelivery> says(String text) {
        CompletableFuture<DirectDelivery> outcome = new CompletableFuture<>();
        assertThat(sends.add(new Destination.ToPerson(new PeerId(2), outcome), Payload.utf8(text).asByteBuffer()))
                .isTrue();
        passes(Duration.ofMillis(30));
        return outcome;
    }

    private void breaksTheProtocol() {
        assertThat(ended).hasValueSatisfying(why -> assertThat(why).isInstanceOf(SessionEnd.Violation.class));
    }

    @Test
    void aMessageIsSaidOnTheChannelThatWasNamedAndEndsAsTheServerSays() throws MalformedException {
        session(knowing(), WELCOME, CHANNELS);
        CompletableFuture<DirectDelivery> first = says("hello");
        CompletableFuture<DirectDelivery> second = says("again");
        assertThat(said).extracting(Incoming.Arrival::channel).containsExactly(DIRECT, DIRECT);
        assertThat(DirectFormat.Said.read(said.remove().content()))
                .isEqualTo(new DirectFormat.Said(1, 2, Payload.utf8("hello").asByteBuffer()));
        tells(new ControlMessage.Relayed(1, 0, 3));
        tells(new ControlMessage.Refused(2, 6));
        assertThat(first.getNow(null)).isEqualTo(new DirectDelivery.Passed(3));
        assertThat(second.getNow(null)).isEqualTo(new Delivery.Refused(DropReason.PEER_BEHIND));
        assertThat(ended).isEmpty();
    }

    @Test
    void itWaitsForTheChannelAndHoldsUpWhatWasSaidLater() {
        session(knowing(), WELCOME);
        says("hello");
        CompletableFuture<Delivery> later = new CompletableFuture<>();
        sends.add(new Destination.InRoom(rooms.find(RoomId.LOBBY).orElseThrow(), later), ByteBuffer.allocate(1));
        passes(Duration.ofSeconds(1));
        assertThat(said).isEmpty();
        tells(CHANNELS);
        assertThat(said).extracting(Incoming.Arrival::channel).containsExactlyInAnyOrder(DIRECT, LOBBY);
    }

    @Test
    void itIsRefusedAtOnceWhereTheServerKnowsNoSuchMessages() {
        session(SessionFixture.LIMITS, WELCOME);
        assertThat(says("hello").getNow(null)).isEqualTo(new Delivery.Refused(DropReason.NO_SUCH_PEER));
        assertThat(said).isEmpty();
    }

    @Test
    void whatIsHeardIsTakenWhenTheListenerHasIt() {
        session(knowing(), WELCOME, CHANNELS);
        sends(DIRECT, new DirectFormat.Heard(2, "Ben", Payload.utf8("hello").asByteBuffer()).write());
        assertThat(events).hasSize(1).first().isInstanceOfSatisfying(ClientEvent.ReceivedDirect.class, heard -> {
            assertThat(heard.message()).isEqualTo(
                    new DirectMessage(new PeerId(2), "Ben", "hello", Payload.utf8("hello")));
            assertThat(holdings.bytes()).isPositive();
            heard.whenTaken().onTaken(now, out);
        });
        assertThat(holdings.bytes()).isZero();
    }

    @Test
    void somebodyTypes() {
        session(knowing(), WELCOME, CHANNELS);
        sends(NOTICES, new NoticeFormat.Typed(LOBBY, 2, "Ben").write());
        sends(NOTICES, new NoticeFormat.Typed(ChannelId.of(9, ChannelId.Class.ORDERED), 2, "Ben").write());
        sends(NOTICES, ByteBuffer.wrap(new byte[] {2, 9, 9}));
        assertThat(events).containsExactly(new ClientEvent.Typing(RoomId.LOBBY, new PeerId(2), "Ben"));
        assertThat(holdings.bytes()).isZero();
        assertThat(ended).isEmpty();
    }

    @Test
    void noticesGoOutOnceInTwoSecondsAndOnlyFromWhereTheClientIs() {
        Membership lobby = rooms.find(RoomId.LOBBY).orElseThrow();
        session(knowing(), WELCOME);
        talk.type(now, lobby, out);
        tells(CHANNELS);
        talk.type(now, new Membership(new RoomId("dev")), out);
        assertThat(said).isEmpty();
        for (int i = 0; i < 50; i++) {
            talk.type(now, lobby, out);
            passes(Duration.ofMillis(100));
        }
        assertThat(said).extracting(Incoming.Arrival::channel).containsExactly(NOTICES, NOTICES, NOTICES);
        assertThat(said).extracting(Incoming.Arrival::content)
                .containsOnly(new NoticeFormat.Types(LOBBY).write());
    }

    @Test
    void anotherRoomHasToWaitForASecond() {
        session(knowing(), WELCOME, CHANNELS);
        Membership lobby = rooms.find(RoomId.LOBBY).orElseThrow();
        Membership dev = rooms.wish(new RoomId("dev"), new CompletableFuture<>(), out);
        talk.wish(dev);
        server.channels().open(ChannelId.of(3, ChannelId.Class.ORDERED));
        tells(new RoomControl.Entered(1, ChannelId.of(3, ChannelId.Class.ORDERED), 8, 0));
        said.clear();
        for (int i = 0; i < 40; i++) {
            talk.type(now, i % 2 == 0 ? lobby : dev, out);
            passes(Duration.ofMillis(100));
        }
        assertThat(said).as("in 4 s, by turns").hasSize(4);
    }

    @Test
    void channelsThatCantBeBreakTheProtocol() {
        session(knowing(), CHANNELS);
        breaksTheProtocol();
        ended = Optional.empty();
        session(SessionFixture.LIMITS, WELCOME, CHANNELS);
        breaksTheProtocol();
        ended = Optional.empty();
        session(knowing(), WELCOME, new RoomControl.Channels(LOBBY, NOTICES));
        breaksTheProtocol();
        ended = Optional.empty();
        session(knowing(), WELCOME, CHANNELS, CHANNELS);
        breaksTheProtocol();
    }

    @Test
    void theChannelsAreNoRooms() {
        session(knowing(), WELCOME, CHANNELS);
        Membership dev = rooms.wish(new RoomId("dev"), new CompletableFuture<>(), out);
        talk.wish(dev);
        tells(new RoomControl.Entered(1, DIRECT, 8, 0));
        breaksTheProtocol();
    }

    @Test
    void anEndOfTheChannelOfDirectMessagesBreaksTheProtocol() {
        session(knowing(), WELCOME, CHANNELS);
        server.channels().end(DIRECT);
        passes(Duration.ofMillis(30));
        breaksTheProtocol();
    }

    @Test
    void aReceiptOfADirectMessageThatWentToNobodyBreaksTheProtocol() {
        session(knowing(), WELCOME, CHANNELS);
        CompletableFuture<DirectDelivery> outcome = says("hello");
        tells(new ControlMessage.Relayed(1, 0, 0));
        breaksTheProtocol();
        assertThat(outcome).as("waits for another session").isNotDone();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "02", "0203416e", "0201ff"})
    void whatIsNoDirectMessageBreaksTheProtocol(String hex) {
        session(knowing(), WELCOME, CHANNELS);
        sends(DIRECT, ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
        breaksTheProtocol();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "01", "0104", "010400", "01040203416e", "010402024265ff"})
    void whatIsNoNoticeBreaksTheProtocol(String hex) {
        session(knowing(), WELCOME, CHANNELS);
        sends(NOTICES, ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
        breaksTheProtocol();
    }

    @Test
    void whatWasSaidInRoomsAndAloneIsSaidAgainInTheOrderOfItsCounters() throws MalformedException {
        session(knowing(), WELCOME, CHANNELS);
        says("one");
        CompletableFuture<Delivery> two = new CompletableFuture<>();
        sends.add(new Destination.InRoom(rooms.find(RoomId.LOBBY).orElseThrow(), two), ByteBuffer.allocate(1));
        passes(Duration.ofMillis(30));
        says("three");
        said.clear();
        rooms.interrupted(out);
        session(knowing(), WELCOME, CHANNELS);
        List<Long> counters = new ArrayList<>();
        for (Incoming.Arrival message : said) {
            counters.add(message.channel() == DIRECT ? DirectFormat.Said.read(message.content()).counter()
                    : RoomFormat.Said.read(message.content()).counter());
        }
        assertThat(counters).containsExactlyInAnyOrder(1L, 2L, 3L);
    }
}

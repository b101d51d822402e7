package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.github.udpchat.internal.machine.ClientEvent;
import io.github.udpchat.internal.wire.ChannelId;
import io.github.udpchat.internal.wire.ControlMessage;
import io.github.udpchat.internal.wire.DirectFormat;
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
class ClientDirectTest extends ClientTalkFixture {

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
        talk.wish(now, dev);
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
        talk.wish(now, dev);
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

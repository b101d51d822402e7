package io.github.udpchat.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.github.udpchat.internal.machine.ClientEvent;
import io.github.udpchat.internal.machine.EndpointEvent;
import io.github.udpchat.internal.machine.Event;
import io.github.udpchat.internal.machine.ServerEvent;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.CloseReason;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Overflow;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.model.RoomId;
import org.junit.jupiter.api.Test;

class EventMailboxTest {

    private static final Event CLOSED = new EndpointEvent.Closed(new CloseReason.ByApplication());

    private static Event joined(long id) {
        Peer peer = new Peer(new PeerId(id), "Ana", Protocol.CLASSIC, new InetSocketAddress("127.0.0.1", 1));
        return new ServerEvent.Joined(peer, RoomId.CLASSIC);
    }

    private static Event said(String text) {
        return new ClientEvent.Received(
                new ChatMessage(RoomId.CLASSIC, Optional.empty(), text, Payload.utf8(text)), null);
    }

    private static List<Event> takeAll(EventMailbox mailbox) {
        List<Event> taken = new ArrayList<>();
        for (Event event = mailbox.take(); event != null; event = mailbox.take()) {
            taken.add(event);
        }
        return taken;
    }

    @Test
    void messagesAndLifecycleComeInTheOrderInWhichTheyHappened() {
        EventMailbox mailbox = new EventMailbox(Overflow.DROP_OLDEST);
        List<Event> events = List.of(joined(1), said("a"), said("b"), joined(2), joined(3), said("c"), joined(4),
                said("d"));
        events.forEach(event -> assertThat(mailbox.put(event)).isZero());
        assertThat(takeAll(mailbox)).isEqualTo(events);
        assertThat(mailbox.take()).isNull();
    }

    @Test
    void oldestMessagesGoAndTheRestKeepsItsPlace() {
        EventMailbox mailbox = new EventMailbox(Overflow.DROP_OLDEST);
        Event first = joined(1);
        mailbox.put(first);
        int dropped = 0;
        for (int i = 0; i < Overflow.MAX_EVENTS + 10; i++) {
            dropped += mailbox.put(said("message " + i));
        }
        mailbox.put(joined(2));
        assertThat(dropped).isEqualTo(10);
        List<Event> taken = takeAll(mailbox);
        assertThat(taken).hasSize(Overflow.MAX_EVENTS + 2).startsWith(first, said("message 10")).endsWith(joined(2));
    }

    @Test
    void newestMessagesGoWhenSoChosen() {
        EventMailbox mailbox = new EventMailbox(Overflow.DROP_NEWEST);
        int dropped = 0;
        for (int i = 0; i < Overflow.MAX_EVENTS + 10; i++) {
            dropped += mailbox.put(said("message " + i));
        }
        assertThat(dropped).isEqualTo(10);
        mailbox.take();
        assertThat(mailbox.put(said("there is room again"))).isZero();
        assertThat(takeAll(mailbox)).hasSize(Overflow.MAX_EVENTS)
                .startsWith(said("message 1")).endsWith(said("there is room again"));
    }

    @Test
    void bytesAreBoundedAndComeFreeWhenMessagesAreTaken() {
        String large = "x".repeat(Overflow.MAX_BYTES / 4);
        EventMailbox oldest = new EventMailbox(Overflow.DROP_OLDEST);
        EventMailbox newest = new EventMailbox(Overflow.DROP_NEWEST);
        for (int i = 0; i < 4; i++) {
            assertThat(oldest.put(said(large))).isZero();
            assertThat(newest.put(said(large))).isZero();
        }
        assertThat(newest.put(said("y"))).isEqualTo(1);
        assertThat(oldest.put(said("y"))).isEqualTo(1);
        assertThat(oldest.put(said(large))).isEqualTo(1);
        assertThat(takeAll(oldest)).extracting(Event::droppableBytes)
                .containsExactly(large.length(), large.length(), 1, large.length());
        newest.take();
        assertThat(newest.put(said(large))).isZero();
        assertThat(takeAll(newest)).hasSize(4);
        for (int i = 0; i < 4; i++) {
            assertThat(oldest.put(said(large))).as("everything is free again").isZero();
        }
    }

    @Test
    void messageThatNeverFitsIsDroppedAlone() {
        EventMailbox mailbox = new EventMailbox(Overflow.DROP_NEWEST);
        assertThat(mailbox.put(said("x".repeat(Overflow.MAX_BYTES + 1)))).isEqualTo(1);
        assertThat(mailbox.take()).isNull();
        assertThat(mailbox.put(said("fits"))).isZero();
    }

    @Test
    void longNameInFrontOfAShortLineCountsToo() {
        EventMailbox mailbox = new EventMailbox(Overflow.DROP_NEWEST);
        String name = "n".repeat(65_000);
        int kept = 0;
        for (int i = 0; i < Overflow.MAX_EVENTS; i++) {
            kept += 1 - mailbox.put(new ClientEvent.Received(
                    new ChatMessage(RoomId.CLASSIC, Optional.of(name), "[" + name + "]->x", Payload.utf8("x")), null));
        }
        assertThat((long) kept * name.length()).isLessThanOrEqualTo(Overflow.MAX_BYTES);
    }

    @Test
    void lifecycleIsNeverDroppedAndSaysWhenItIsTooMuch() {
        EventMailbox mailbox = new EventMailbox(Overflow.DROP_OLDEST);
        for (int i = 1; i < EventMailbox.MAX_LIFECYCLE_EVENTS; i++) {
            mailbox.put(joined(i));
        }
        assertThat(mailbox.isBehind()).isFalse();
        mailbox.put(joined(EventMailbox.MAX_LIFECYCLE_EVENTS));
        assertThat(mailbox.isBehind()).isTrue();
        for (int i = 0; i < 100; i++) {
            assertThat(mailbox.put(joined(5000 + i))).isZero();
        }
        assertThat(takeAll(mailbox)).hasSize(EventMailbox.MAX_LIFECYCLE_EVENTS + 100);
        assertThat(mailbox.isBehind()).isFalse();
    }

    @Test
    void dropsOfOneReasonMergeAtThePlaceOfTheFirst() {
        EventMailbox mailbox = new EventMailbox(Overflow.DROP_OLDEST);
        mailbox.putDrops(DropReason.TOO_LARGE, 1);
        mailbox.put(joined(1));
        mailbox.putDrops(DropReason.EMPTY, 2);
        mailbox.putDrops(DropReason.TOO_LARGE, 40);
        assertThat(mailbox.take()).isEqualTo(new EndpointEvent.Drops(DropReason.TOO_LARGE, 41));
        mailbox.putDrops(DropReason.TOO_LARGE, 5);
        assertThat(takeAll(mailbox)).containsExactly(
                joined(1),
                new EndpointEvent.Drops(DropReason.EMPTY, 2),
                new EndpointEvent.Drops(DropReason.TOO_LARGE, 5));
    }

    @Test
    void reportsOfDropsDoNotStarveMessages() {
        EventMailbox mailbox = new EventMailbox(Overflow.DROP_OLDEST);
        mailbox.put(said("waiting"));
        for (DropReason reason : DropReason.values()) {
            mailbox.putDrops(reason, 1);
        }
        assertThat(mailbox.take()).isEqualTo(said("waiting"));
    }

    @Test
    void nothingComesAfterTheEnd() {
        EventMailbox mailbox = new EventMailbox(Overflow.DROP_OLDEST);
        mailbox.put(said("last"));
        mailbox.putDrops(DropReason.EMPTY, 1);
        mailbox.put(CLOSED);
        assertThat(mailbox.put(said("late"))).isZero();
        assertThat(mailbox.put(joined(1))).isZero();
        assertThat(mailbox.put(CLOSED)).isZero();
        mailbox.putDrops(DropReason.EMPTY, 1);
        assertThat(takeAll(mailbox))
                .containsExactly(said("last"), new EndpointEvent.Drops(DropReason.EMPTY, 1), CLOSED);
    }

    @Test
    void failuresOfTheApplicationAreBoundedAndCrowdOutNothing() {
        EventMailbox mailbox = new EventMailbox(Overflow.DROP_OLDEST);
        mailbox.put(said("first"));
        for (int i = 0; i < 3 * Overflow.MAX_EVENTS; i++) {
            assertThat(mailbox.put(new EndpointEvent.PlugInFailed("onMessage", new IllegalStateException()))).isZero();
        }
        mailbox.put(said("last"));
        assertThat(mailbox.isBehind()).isFalse();
        assertThat(takeAll(mailbox)).hasSize(EventMailbox.MAX_FAILURES + 2)
                .startsWith(said("first")).endsWith(said("last"));
    }
}

package io.github.udpchat.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatServer;
import io.github.udpchat.Room;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DirectDelivery;
import io.github.udpchat.model.DirectMessage;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Participant;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.model.RoomId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Direct messages and notices on the session protocol: PROTOCOL.md, section 2.15. */
public abstract class DirectContract extends StageTest {

    private static final DirectDelivery PASSED = new DirectDelivery.Passed(1);
    private static final int LONGEST = 65_280;

    private final ClientLog anaHears = new ClientLog();
    private final ClientLog benHears = new ClientLog();
    private ChatServer server;
    private ChatClient ana;
    private ChatClient ben;

    /** The contract. */
    protected DirectContract() {}

    @BeforeEach
    void twoMembers() {
        server = closing(server().protocol(Protocol.SESSION).start());
        ana = closing(session("Ana", anaHears));
        ben = closing(session("Ben", benHears));
    }

    private ChatClient session(String name, ClientLog hears) {
        return client(server, name).protocol(Protocol.SESSION).listener(hears).connect();
    }

    private PeerId idOf(String name) {
        return server.room(RoomId.LOBBY).presence().participants().stream().filter(who -> who.name().equals(name))
                .map(Participant::id).findFirst().orElseThrow();
    }

    private static Payload bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31);
        }
        return Payload.copyOf(bytes);
    }

    @Test
    void whoIsSpokenToHearsItAndAnswersToItsAuthor() {
        ClientLog cleoHears = new ClientLog();
        closing(session("Cleo", cleoHears));
        assertThat(ana.direct(idOf("Ben"), "psst").join()).isEqualTo(PASSED);
        stage.eventually(() -> assertThat(benHears.directs()).containsExactly(
                new DirectMessage(idOf("Ana"), "Ana", "psst", Payload.utf8("psst"))));
        assertThat(ben.direct(benHears.directs().getFirst().authorId(), "yes?").join()).isEqualTo(PASSED);
        stage.eventually(() -> assertThat(anaHears.directs()).extracting(DirectMessage::text).containsExactly("yes?"));
        ana.lobby().send("to all").join();
        stage.eventually(() -> assertThat(cleoHears.texts()).containsExactly("to all"));
        stage.eventually(() -> assertThat(benHears.texts()).containsExactly("to all"));
        assertThat(cleoHears.directs()).isEmpty();
        assertThat(log.lines()).noneMatch(line -> line.contains("psst") || line.contains("yes?"));
        assertThat(ana.stats().messagesSent()).isEqualTo(2);
        assertThat(ana.stats().messagesReceived()).isEqualTo(1);
    }

    @Test
    void theIdOfAnAuthorInARoomIsGoodForAnAnswer() {
        ben.lobby().send("to all").join();
        stage.eventually(() -> assertThat(anaHears.messages()).hasSize(1));
        PeerId author = anaHears.messages().getFirst().authorId().orElseThrow();
        assertThat(ana.direct(author, "to you").join()).isEqualTo(PASSED);
        stage.eventually(() -> assertThat(benHears.directs()).extracting(DirectMessage::text)
                .containsExactly("to you"));
    }

    @Test
    void textAndBytesOfEveryLengthArriveInOrderAndEachHasItsOutcome() {
        List<Payload> contents = List.of(Payload.EMPTY, Payload.utf8("Zoë 🙂"), bytes(1), bytes(1_100), bytes(1_101),
                bytes(LONGEST), Payload.EMPTY, bytes(20_000));
        List<CompletableFuture<DirectDelivery>> outcomes = new ArrayList<>();
        contents.forEach(content -> outcomes.add(ana.direct(idOf("Ben"), content)));
        outcomes.forEach(outcome -> assertThat(outcome.join()).isEqualTo(PASSED));
        assertThat(server.stats().directsPassed()).isEqualTo(contents.size());
        stage.eventually(() -> assertThat(benHears.directs()).extracting(DirectMessage::content)
                .isEqualTo(contents));
        assertThat(benHears.directs().get(1).text()).isEqualTo("Zoë 🙂");
        assertThat(benHears.directs().get(5).text()).as("what is no text").startsWith("Payload[65280 bytes");
        assertThatThrownBy(() -> ana.direct(idOf("Ben"), bytes(LONGEST + 1)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll("65281", "65280");
    }

    @Test
    void manyMessagesArriveOnceAndInOrderBesideThoseInRooms() {
        List<CompletableFuture<?>> outcomes = new ArrayList<>();
        PeerId to = idOf("Ben");
        // In steps: of a listener that falls behind by more than 512 the server keeps no more.
        for (int from = 0; from < 300; from += 100) {
            int end = from + 100;
            for (int i = from; i < end; i++) {
                outcomes.add(ana.direct(to, "direct " + i));
                outcomes.add(ana.lobby().send("room " + i));
            }
            stage.eventually(() -> {
                assertThat(benHears.directs()).extracting(DirectMessage::text)
                        .isEqualTo(IntStream.range(0, end).mapToObj(i -> "direct " + i).toList());
                assertThat(benHears.texts()).isEqualTo(IntStream.range(0, end).mapToObj(i -> "room " + i).toList());
            });
        }
        outcomes.forEach(outcome -> assertThat(outcome.join())
                .isInstanceOfAny(DirectDelivery.Passed.class, Delivery.Relayed.class));
    }

    @Test
    void nobodyIsSpokenToWhoIsNotThere() {
        DirectDelivery nobody = new Delivery.Refused(DropReason.NO_SUCH_PEER);
        PeerId to = idOf("Ben");
        assertThat(ana.direct(new PeerId(4_000_000_000L), "anybody?").join()).isEqualTo(nobody);
        assertThat(ana.direct(idOf("Ana"), "to myself").join()).isEqualTo(nobody);
        ben.close();
        stage.eventually(() -> assertThat(log.lines()).contains("Ben left lobby: Left[]"));
        assertThat(ana.direct(to, "gone?").join()).isEqualTo(nobody);
        stage.eventually(() -> assertThat(log.drops(DropReason.NO_SUCH_PEER)).isPositive());
        assertThat(anaHears.directs()).isEmpty();
    }

    @Test
    void whoIsClosedSaysNothing() {
        PeerId to = idOf("Ben");
        ana.close();
        assertThat(ana.direct(to, "hello").join()).isEqualTo(new Delivery.Refused(DropReason.CLOSED));
        ana.typing(ana.lobby());
    }

    @Test
    void aServerThatIsAboutToCloseDeliversWhatItHasTakenAndRefusesTheRest() {
        List<CompletableFuture<DirectDelivery>> outcomes = IntStream.range(0, 100)
                .mapToObj(i -> ana.direct(idOf("Ben"), "line " + i)).toList();
        assertThat(outcomes.getFirst().join()).isEqualTo(PASSED);
        assertThat(server.drain(Duration.ofSeconds(30)).join()).isTrue();
        ana.close();
        List<String> passed = IntStream.range(0, 100).filter(i -> outcomes.get(i).join().equals(PASSED))
                .mapToObj(i -> "line " + i).toList();
        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.join()).satisfiesAnyOf(
                end -> assertThat(end).isIn(PASSED, new Delivery.Refused(DropReason.SERVER_CLOSING)),
                end -> assertThat(end).isIn(DrainContract.TOO_LATE)));
        stage.eventually(() -> assertThat(benHears.directs()).extracting(DirectMessage::text).isEqualTo(passed));
    }

    @Test
    void aClassicClientHasNobodyToSpeakTo() {
        ChatServer classic = closing(server().start());
        ChatClient one = closing(client(classic, "One").connect());
        assertThat(one.direct(new PeerId(1), "hello").join())
                .isEqualTo(new Delivery.Refused(DropReason.NO_SUCH_PEER));
        one.typing(one.lobby());
    }

    @Test
    void somebodyTypes() {
        Room dev = ana.join("dev");
        ben.join("dev");
        stage.eventually(() -> {
            ana.typing(dev);
            assertThat(benHears.typists()).contains("Ana (" + idOf("Ana") + ") in dev");
        });
        assertThat(anaHears.typists()).isEmpty();
        ben.leave(dev);
        stage.eventually(() -> assertThat(log.lines()).contains("Ben left dev: Left[]"));
        ana.leave(dev);
        ana.typing(dev);
    }

    @Test
    void keysThatAreStruckInTwoSecondsAreToldOnce() {
        for (int i = 0; i < 100; i++) {
            ana.typing(ana.lobby());
        }
        assertThat(ana.direct(idOf("Ben"), "later").join()).isEqualTo(PASSED);
        stage.eventually(() -> assertThat(benHears.directs()).hasSize(1));
        assertThat(benHears.typists()).hasSizeLessThanOrEqualTo(1);
        assertThat(log.drops(DropReason.TOO_FAST)).isZero();
    }

    @Test
    void aListenerThatIsSlowSlowsItsSenderAndLosesNothing() {
        CountDownLatch held = new CountDownLatch(1);
        ClientLog cleoHears = new ClientLog() {
            @Override
            public void onDirect(DirectMessage message) {
                if (canWait()) {
                    waitFor(held);
                }
                super.onDirect(message);
            }
        };
        closing(session("Cleo", cleoHears));
        PeerId to = idOf("Cleo");
        List<CompletableFuture<DirectDelivery>> outcomes = IntStream.range(0, 600)
                .mapToObj(i -> ana.direct(to, "line " + i)).toList();
        outcomes.forEach(CompletableFuture::join);
        held.countDown();
        List<String> passed = IntStream.range(0, 600).filter(i -> outcomes.get(i).join().equals(PASSED))
                .mapToObj(i -> "line " + i).toList();
        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.join()).isIn(
                PASSED, new Delivery.Refused(DropReason.PEER_BEHIND)));
        if (canWait()) {
            assertThat(passed).hasSizeBetween(64, 599);
        }
        stage.eventually(() -> assertThat(cleoHears.directs()).extracting(DirectMessage::text).isEqualTo(passed));
    }

    /** {@return whether a listener may block while other things go on; not where there is only one thread} */
    protected boolean canWait() {
        return true;
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

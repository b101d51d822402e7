package io.github.udpchat.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

import io.github.udpchat.history.HistoryStore;
import io.github.udpchat.history.StoredMessage;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Position;
import io.github.udpchat.model.RoomId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@link HistoryStore} promises. That what was appended survives a process that is killed takes another process, so
 * that is left to the tests of an implementation.
 */
public abstract class HistoryStoreContract {

    private static final RoomId DEV = new RoomId("dev");
    private static final RoomId OPS = new RoomId("ops");
    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00.123456789Z");
    private static final int LONGEST_CONTENT_BYTES = 65_280;

    private HistoryStore store;

    /** The contract. */
    protected HistoryStoreContract() {}

    /**
     * Opens the store of this test, which is empty the first time. Later it has what was kept in it before; the one that was
     * opened before is closed then.
     *
     * @return the store, of which nothing was asked yet
     * @throws IOException if that is not possible
     */
    protected abstract HistoryStore open() throws IOException;

    /** {@return whether what is forgotten is gone when the store is opened again, which the port does not ask for} */
    protected boolean forgetsForGood() {
        return true;
    }

    @AfterEach
    void closeStore() throws IOException {
        if (store != null) {
            store.close();
        }
    }

    /** {@return what a server finds that starts now} */
    private List<StoredMessage> reload() throws IOException {
        closeStore();
        store = open();
        return store.load();
    }

    private static StoredMessage message(RoomId room, long epoch, long offset) {
        return new StoredMessage(room, new Position(epoch, offset), NOON.plusSeconds(offset),
                Optional.of(new PeerId(7)), "Ana", Payload.utf8(room + " " + epoch + "/" + offset));
    }

    private static List<StoredMessage> messages(RoomId room, long epoch, long from, long to) {
        return Stream.iterate(from, offset -> offset < to, offset -> offset + 1)
                .map(offset -> message(room, epoch, offset)).toList();
    }

    private static List<StoredMessage> of(RoomId room, List<StoredMessage> loaded) {
        return loaded.stream().filter(message -> message.room().equals(room)).toList();
    }

    private void keepsUnaltered(StoredMessage message) throws IOException {
        reload();
        store.append(List.of(message));
        assertThat(reload()).containsExactly(message);
    }

    @Test
    void newStoreIsEmpty() throws IOException {
        assertThat(reload()).isEmpty();
        assertThat(reload()).isEmpty();
    }

    @Test
    void whatWasAppendedIsThereAgainInOrderAndUnaltered() throws IOException {
        reload();
        for (StoredMessage message : messages(DEV, 5, 0, 20)) {
            store.append(List.of(message));
        }
        List<StoredMessage> mine = new ArrayList<>(messages(DEV, 5, 20, 300));
        store.append(mine);
        mine.clear();
        assertThat(reload()).containsExactlyElementsOf(messages(DEV, 5, 0, 300));
        assertThat(reload()).containsExactlyElementsOf(messages(DEV, 5, 0, 300));
    }

    @Test
    void eachRoomHasItsOwnMessagesAndOrder() throws IOException {
        reload();
        store.append(List.of(message(DEV, 1, 0), message(OPS, 9, 40), message(DEV, 1, 1), message(OPS, 9, 41)));
        store.append(List.of(message(OPS, 9, 42)));
        store.append(List.of(message(DEV, 1, 2)));
        List<StoredMessage> loaded = reload();
        assertThat(loaded).hasSize(6);
        assertThat(of(DEV, loaded)).containsExactlyElementsOf(messages(DEV, 1, 0, 3));
        assertThat(of(OPS, loaded)).containsExactlyElementsOf(messages(OPS, 9, 40, 43));
    }

    @Test
    void appendingGoesOnInAStoreThatIsOpenedAgain() throws IOException {
        for (int time = 0; time < 4; time++) {
            assertThat(reload()).containsExactlyElementsOf(messages(DEV, 1, 0, 3L * time));
            store.append(messages(DEV, 1, 3L * time, 3L * time + 3));
        }
    }

    @Test
    void positionsMayLeaveSomeOut() throws IOException {
        reload();
        List<StoredMessage> sparse = List.of(message(DEV, 1, 3), message(DEV, 1, 4), message(DEV, 1, 1_000));
        store.append(sparse.subList(0, 2));
        store.append(sparse.subList(2, 3));
        assertThat(reload()).containsExactlyElementsOf(sparse);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 9, 0, -10, Long.MIN_VALUE, Long.MAX_VALUE})
    void roomWhoseEpochHasChangedBeginsAnew(long next) throws IOException {
        reload();
        store.append(messages(DEV, 10, 0, 5));
        store.append(messages(OPS, 10, 0, 5));
        store.append(messages(DEV, next, 2, 4));
        List<StoredMessage> loaded = reload();
        assertThat(of(DEV, loaded)).containsExactlyElementsOf(messages(DEV, next, 2, 4));
        assertThat(of(OPS, loaded)).containsExactlyElementsOf(messages(OPS, 10, 0, 5));
    }

    @Test
    void roomMayBeginAnewAmongTheMessagesOfOneAppend() throws IOException {
        reload();
        store.append(messages(DEV, 3, 0, 5));
        List<StoredMessage> several = new ArrayList<>(messages(DEV, 3, 5, 7));
        several.addAll(messages(DEV, 2, 0, 2));
        several.addAll(messages(OPS, 1, 0, 1));
        several.addAll(messages(DEV, 4, 0, 3));
        store.append(several);
        List<StoredMessage> loaded = reload();
        assertThat(of(DEV, loaded)).containsExactlyElementsOf(messages(DEV, 4, 0, 3));
        assertThat(of(OPS, loaded)).containsExactlyElementsOf(messages(OPS, 1, 0, 1));
    }

    @Test
    void whatIsNotForgottenIsKept() throws IOException {
        reload();
        store.append(messages(DEV, 1, 0, 10));
        store.append(messages(OPS, 1, 0, 10));
        store.forget(DEV, new Position(1, 6));
        store.append(messages(DEV, 1, 10, 12));
        store.forget(new RoomId("never heard of"), new Position(1, 6));
        List<StoredMessage> loaded = reload();
        assertThat(of(DEV, loaded)).isSubsetOf(messages(DEV, 1, 0, 12)).endsWith(
                messages(DEV, 1, 6, 12).toArray(StoredMessage[]::new));
        assertThat(of(OPS, loaded)).containsExactlyElementsOf(messages(OPS, 1, 0, 10));
    }

    @Test
    void whatIsForgottenIsGone() throws IOException {
        assumeTrue(forgetsForGood());
        reload();
        store.append(messages(DEV, 1, 0, 10));
        store.append(messages(OPS, 1, 0, 10));
        store.forget(DEV, new Position(1, 6));
        store.forget(DEV, new Position(1, 2));
        assertThat(of(DEV, reload())).containsExactlyElementsOf(messages(DEV, 1, 6, 10));
        store.forget(DEV, new Position(1, Long.MAX_VALUE));
        assertThat(reload()).containsExactlyElementsOf(messages(OPS, 1, 0, 10));
        store.append(messages(DEV, 1, 10, 12));
        assertThat(of(DEV, reload())).containsExactlyElementsOf(messages(DEV, 1, 10, 12));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 3, -3})
    void otherEpochsOfARoomAreForgottenWithoutRegardToTheOffset(long present) throws IOException {
        assumeTrue(forgetsForGood());
        reload();
        store.append(messages(DEV, 2, 0, 10));
        store.append(messages(OPS, 2, 0, 10));
        store.forget(DEV, new Position(present, 0));
        assertThat(reload()).containsExactlyElementsOf(messages(OPS, 2, 0, 10));
    }

    @Test
    void appendThatFailsKeepsNothingAndBeginsNoRoomAnew() throws IOException {
        reload();
        store.append(messages(DEV, 1, 0, 3));
        RuntimeException broken = new IllegalStateException("this list can't be read to its end");
        assertThatThrownBy(() -> store.append(new AbstractList<>() {
            @Override
            public StoredMessage get(int index) {
                if (index == 4) {
                    throw broken;
                }
                return index < 2 ? message(DEV, 1, 3 + index) : message(OPS, 1, index);
            }

            @Override
            public int size() {
                return 5;
            }
        })).isSameAs(broken);
        List<StoredMessage> withNothing = new ArrayList<>(messages(DEV, 2, 0, 3));
        withNothing.add(null);
        assertThatThrownBy(() -> store.append(withNothing)).isInstanceOf(NullPointerException.class);
        assertThat(reload()).containsExactlyElementsOf(messages(DEV, 1, 0, 3));
        store.append(messages(DEV, 1, 3, 5));
        assertThat(reload()).containsExactlyElementsOf(messages(DEV, 1, 0, 5));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4_096, LONGEST_CONTENT_BYTES})
    void contentsOfEveryLengthAreKept(int bytes) throws IOException {
        byte[] content = new byte[bytes];
        new SplittableRandom(bytes).nextBytes(content);
        keepsUnaltered(new StoredMessage(DEV, new Position(1, 0), NOON, Optional.of(new PeerId(1)), "Ana",
                Payload.copyOf(content)));
    }

    @Test
    void manyLongContentsAreKeptAtOnce() throws IOException {
        reload();
        List<StoredMessage> many = messages(DEV, 1, 0, 64).stream().map(message -> {
            byte[] content = new byte[LONGEST_CONTENT_BYTES];
            new SplittableRandom(message.position().offset()).nextBytes(content);
            return new StoredMessage(message.room(), message.position(), message.said(), message.authorId(),
                    message.author(), Payload.copyOf(content));
        }).toList();
        store.append(many);
        assertThat(reload()).containsExactlyElementsOf(many);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ana", "", " ", "Zoë", "Zoe\u0308", "Жанна", "陳大文", "🦊🏳️‍🌈", "\uFEFF\u200B\u202E",
            "it's \"quoted\"; -- %_?",
            "\0", "a\0b\r\n\t\u001B[31m", "\uFFFF\uFFFD\uDBFF\uDFFF"})
    void namesOfAuthorsAreKeptWhateverTheyAre(String author) throws IOException {
        keepsUnaltered(new StoredMessage(DEV, new Position(1, 0), NOON, Optional.of(new PeerId(1)), author,
                Payload.EMPTY));
    }

    @Test
    void roomsAreTheSameOnlyIfEachCharacterIs() throws IOException {
        reload();
        List<RoomId> rooms = Stream.of("Dev", "DEV", "dev", "dev ", " dev", "Zoë", "Zoe\u0308", "straße", "strasse",
                "开发", "🦊", "🦊🦊", "it's; --", "d_v", "d%", "1", "01", "1.0", "\uFFFD", "\uDBFF\uDFFF",
                "🦊".repeat(RoomId.MAX_NAME_CHARS / 2)).map(RoomId::new).toList();
        for (RoomId room : rooms) {
            store.append(messages(room, rooms.indexOf(room), 0, 2));
        }
        List<StoredMessage> loaded = reload();
        assertThat(loaded).hasSize(2 * rooms.size());
        assertThat(rooms).allSatisfy(room -> assertThat(of(room, loaded))
                .containsExactlyElementsOf(messages(room, rooms.indexOf(room), 0, 2)));
    }

    @Test
    void serverIsAnAuthorWithoutAnId() throws IOException {
        keepsUnaltered(
                new StoredMessage(DEV, new Position(1, 0), NOON, Optional.empty(), "server", Payload.utf8("hello")));
    }

    @Test
    void greatestAndSmallestValuesAreKept() throws IOException {
        keepsUnaltered(new StoredMessage(DEV, new Position(Long.MIN_VALUE, Long.MAX_VALUE), Instant.MAX,
                Optional.of(new PeerId(Long.MAX_VALUE)), "Ana", Payload.EMPTY));
        keepsUnaltered(new StoredMessage(DEV, new Position(Long.MAX_VALUE, 0), Instant.MIN,
                Optional.of(new PeerId(1)), "Ana", Payload.EMPTY));
        keepsUnaltered(new StoredMessage(DEV, new Position(0, 0), Instant.EPOCH.minusNanos(1), Optional.empty(), "Ana",
                Payload.EMPTY));
    }

    @Test
    void callsComeFromVaryingThreads() throws Exception {
        assertThat(onAThreadOfItsOwn(this::reload)).isEmpty();
        for (StoredMessage message : messages(DEV, 1, 0, 10)) {
            onAThreadOfItsOwn(() -> {
                store.append(List.of(message));
                store.forget(OPS, new Position(1, 0));
                return null;
            });
        }
        assertThat(onAThreadOfItsOwn(this::reload)).containsExactlyElementsOf(messages(DEV, 1, 0, 10));
    }

    private static <T> T onAThreadOfItsOwn(Callable<T> call) throws Exception {
        FutureTask<T> task = new FutureTask<>(call);
        assertThat(Thread.ofVirtual().start(task).join(Duration.ofSeconds(30))).isTrue();
        return task.get();
    }
}

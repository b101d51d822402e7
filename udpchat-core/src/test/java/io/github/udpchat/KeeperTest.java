package io.github.udpchat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.udpchat.history.HistoryStore;
import io.github.udpchat.history.StoredMessage;
import io.github.udpchat.model.Position;
import io.github.udpchat.model.RoomId;
import io.github.udpchat.network.LoopbackNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The end of a server whose store hangs, or fails. */
@Timeout(30)
class KeeperTest {

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goesOn = new CountDownLatch(1);
    private final AtomicInteger closed = new AtomicInteger();
    private final HangingStore store = new HangingStore();
    private final Keeper keeper = new Keeper(store, LoopbackNetwork.create().host());

    /** Its appends hang until they may go on. */
    private final class HangingStore implements HistoryStore {

        @Override
        public List<StoredMessage> load() {
            return List.of();
        }

        @Override
        public void append(List<StoredMessage> messages) throws IOException {
            begun.countDown();
            try {
                goesOn.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public void forget(RoomId room, Position below) {
            // Nothing is kept.
        }

        @Override
        public void close() throws IOException {
            closed.incrementAndGet();
            throw new IOException("closing fails as well");
        }
    }

    private CompletableFuture<Void> append() throws InterruptedException {
        CompletableFuture<Void> appended = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                keeper.append(List.of());
                appended.complete(null);
            } catch (IOException e) {
                appended.completeExceptionally(e);
            }
        });
        begun.await();
        return appended;
    }

    @Test
    void theCallThatHangsWhileTheServerClosesClosesTheStoreWhenItReturns() throws InterruptedException {
        CompletableFuture<Void> appended = append();
        keeper.close();
        assertThat(closed).as("it is in use").hasValue(0);
        assertThat(appended).isNotDone();
        goesOn.countDown();
        appended.join();
        assertThat(closed).hasValue(1);
        keeper.close();
        assertThat(closed).as("once").hasValue(1);
    }

    @Test
    void anInterruptedThreadDoesNotWaitForTheCallThatHangsAndStaysInterrupted() throws InterruptedException {
        CompletableFuture<Void> appended = append();
        Thread.currentThread().interrupt();
        keeper.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(closed).hasValue(0);
        goesOn.countDown();
        appended.join();
        assertThat(closed).hasValue(1);
    }

    @Test
    void aStoreThatIsIdleIsClosedAtOnceAndUsedNoMore() {
        goesOn.countDown();
        assertThatCode(keeper::close).as("that closing fails is logged").doesNotThrowAnyException();
        assertThat(closed).hasValue(1);
        assertThatThrownBy(() -> keeper.append(List.of())).isInstanceOf(IOException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> keeper.forget(RoomId.LOBBY, new Position(1, 0))).isInstanceOf(IOException.class);
        assertThat(begun.getCount()).isEqualTo(1);
        assertThat(closed).hasValue(1);
    }
}

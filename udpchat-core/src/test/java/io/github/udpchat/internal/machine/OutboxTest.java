package io.github.udpchat.internal.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.SplittableRandom;

import io.github.udpchat.model.CloseReason;
import io.github.udpchat.model.DropReason;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private final Outbox outbox = new Outbox();

    private static InetSocketAddress port(int port) {
        return new InetSocketAddress("127.0.0.1", port);
    }

    private static ByteBuffer datagram(int number) {
        return ByteBuffer.allocate(4).putInt(0, number);
    }

    private int take() {
        int number = outbox.datagram().getInt(0);
        assertThat(outbox.recipient().getPort()).isEqualTo(number % 60_000);
        outbox.removeSend();
        return number;
    }

    private void put(int number) {
        outbox.send(port(number % 60_000), datagram(number));
    }

    @Test
    void sendsKeepTheirOrderWhileTheRingGrows() {
        for (int i = 0; i < 1000; i++) {
            put(i);
        }
        assertThat(outbox.sends()).isEqualTo(1000);
        for (int i = 0; i < 1000; i++) {
            assertThat(take()).isEqualTo(i);
        }
        assertThat(outbox.sends()).isZero();
    }

    @Test
    void ringGrowsWhileItsContentIsWrappedAround() {
        for (int i = 0; i < 64; i++) {
            put(i);
        }
        for (int i = 0; i < 40; i++) {
            assertThat(take()).isEqualTo(i);
        }
        for (int i = 64; i < 64 + 40 + 1; i++) {
            put(i);
        }
        for (int i = 40; i < 64 + 40 + 1; i++) {
            assertThat(take()).isEqualTo(i);
        }
        assertThat(outbox.sends()).isZero();
    }

    @Test
    void ringIsAQueueWhateverTheMixOfPuttingAndTaking() {
        SplittableRandom random = new SplittableRandom(42);
        Queue<Integer> model = new ArrayDeque<>();
        int next = 0;
        for (int round = 0; round < 2000; round++) {
            for (int i = random.nextInt(random.nextInt(1, 200)); i > 0; i--) {
                put(next);
                model.add(next++);
            }
            for (int i = random.nextInt(model.size() + 1); i > 0; i--) {
                assertThat(take()).isEqualTo(model.remove());
            }
            assertThat(outbox.sends()).isEqualTo(model.size());
        }
    }

    @Test
    void removedSendsAreNotHeldOnTo() {
        put(1);
        outbox.removeSend();
        assertThat(outbox.recipient()).isNull();
        assertThat(outbox.datagram()).isNull();
    }

    @Test
    void noticesKeepTheirOrderAmongThemselves() {
        Event closed = new EndpointEvent.Closed(new CloseReason.ByApplication());
        outbox.dropped(DropReason.EMPTY);
        outbox.event(closed);
        outbox.dropped(DropReason.EMPTY);
        assertThat(outbox.notices())
                .containsExactly(Dropped.of(DropReason.EMPTY), closed, Dropped.of(DropReason.EMPTY));
    }

    @Test
    void thereIsOneDroppedNoticeForEachReason() {
        for (DropReason reason : DropReason.values()) {
            assertThat(Dropped.of(reason).reason()).isEqualTo(reason);
            assertThat(Dropped.of(reason)).isSameAs(Dropped.of(reason));
        }
    }
}

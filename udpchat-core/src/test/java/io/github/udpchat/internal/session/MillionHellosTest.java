package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

import io.github.udpchat.internal.hub.Hub;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.wire.AddressKeys;
import io.github.udpchat.internal.wire.HelloPacket;
import io.github.udpchat.internal.wire.Limits;
import io.github.udpchat.internal.wire.RetryPacket;
import io.github.udpchat.internal.wire.Token16;
import org.junit.jupiter.api.Test;

/** What strangers cost: PROTOCOL.md, sections 2.2 and 2.5. */
class MillionHellosTest {

    private static final int HELLOS = 1_000_000;

    /** So far apart the budget of 20,000 a second lets all of them through. */
    private static final long APART_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    private final SplittableRandom random = new SplittableRandom(1);
    private final Outbox out = new Outbox();
    private long now;
    private final SessionServer server = new SessionServer(new Hub(256, 1),
            new ServerSettings(new IdentitySecret(new byte[32]), 7, new Limits(65_536, 262_144, 64, 30), true,
                    Long.MAX_VALUE),
            new AddressKeys(2), random::nextBytes);

    @Test
    void aMillionHellosFromAsManyAddressesLeaveNothingBehind() {
        hellos(10_000, 0);
        long before = usedHeap();
        long answered = hellos(HELLOS, 1);
        long after = usedHeap();
        assertThat(answered).isEqualTo(HELLOS);
        assertThat(server.sessionCount()).isZero();
        assertThat(server.strangers()).isZero();
        assertThat(after - before).as("bytes of heap").isLessThan(1024 * 1024);
    }

    @Test
    void aFloodIsAnsweredAsFarAsTheBudgetAllows() {
        long answered = 0;
        for (int i = 0; i < 100_000; i++) {
            answered += hello(i * 1_000L, address(i, 2));
        }
        // 0.1 s of 20,000 a second, and the burst.
        assertThat(answered).isBetween(3_900L, 4_100L);
    }

    private long hellos(int count, int network) {
        long answered = 0;
        for (int i = 0; i < count; i++) {
            answered += hello(now, address(i, network));
            now += APART_NANOS;
        }
        return answered;
    }

    private long hello(long now, InetSocketAddress from) {
        ByteBuffer hello = new HelloPacket(7, new Token16(random.nextLong(), random.nextLong())).write();
        server.onDatagram(now, from, hello, out);
        long answered = 0;
        while (out.sends() > 0) {
            assertThat(out.datagram().remaining()).isEqualTo(RetryPacket.BYTES);
            out.removeSend();
            answered++;
        }
        out.notices().clear();
        return answered;
    }

    private static InetSocketAddress address(int number, int network) {
        try {
            byte[] bytes = {(byte) (10 + network), (byte) (number >> 16), (byte) (number >> 8), (byte) number};
            return new InetSocketAddress(InetAddress.getByAddress(bytes), 1024 + number % 60_000);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static long usedHeap() {
        long least = Long.MAX_VALUE;
        for (int tries = 0; tries < 5; tries++) {
            System.gc();
            least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}

package io.github.udpchat.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

import com.sun.management.ThreadMXBean;
import io.github.udpchat.internal.classic.ClassicLimits;
import io.github.udpchat.internal.classic.ClassicServer;
import io.github.udpchat.internal.hub.Hub;
import io.github.udpchat.internal.machine.Ask;
import io.github.udpchat.internal.machine.Notice;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.wire.AddressKeys;
import io.github.udpchat.model.Admission;
import org.junit.jupiter.api.Test;

/** What relaying a message leaves for the garbage collector, counted by the JVM and not by time. */
class RelayAllocationTest {

    private static final int DATAGRAMS = 2_000;

    private final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final InetSocketAddress author = new InetSocketAddress("127.0.0.1", 1);
    private final ByteBuffer line = ByteBuffer.wrap("[Ana]->hello, everybody".getBytes(StandardCharsets.UTF_8));

    @Test
    void relayingAllocatesNothingForEachRecipient() {
        double few = bytesForEachDatagramWith(10);
        double many = bytesForEachDatagramWith(1_000);
        assertThat(few).as("bytes for a datagram").isBetween(50.0, 2_000.0);
        // An object for each recipient would be 990 times 16 bytes more, at the least.
        assertThat(many - few).as("what 990 more recipients add").isLessThan(990);
    }

    private double bytesForEachDatagramWith(int members) {
        Outbox out = new Outbox();
        Hub hub = new Hub(members, 1);
        ServerMachine machine = new ServerMachine(hub, new ClassicServer(hub,
                new ClassicLimits(1024, members, Duration.ofMinutes(30)), new AddressKeys(42)), null);
        for (int member = 0; member < members; member++) {
            machine.onDatagram(0, at(member), ByteBuffer.wrap(new byte[] {'x'}), out);
            carryOut(out);
        }
        double least = Double.MAX_VALUE;
        for (int tries = 0; tries < 5; tries++) {
            long before = thread.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < DATAGRAMS; i++) {
                machine.onDatagram(i, at(0), line, out);
                assertThatAllAreServed(out, members);
            }
            least = Math.min(least, (double) (thread.getCurrentThreadAllocatedBytes() - before) / DATAGRAMS);
        }
        return least;
    }

    private InetSocketAddress at(int member) {
        return member == 0 ? author : new InetSocketAddress("127.0.0.1", member + 1);
    }

    private static void assertThatAllAreServed(Outbox out, int members) {
        if (out.sends() != members - 1) {
            throw new AssertionError(out.sends() + " sends for " + members + " members");
        }
        carryOut(out);
    }

    private static void carryOut(Outbox out) {
        for (Notice notice = out.notices().poll(); notice != null; notice = out.notices().poll()) {
            if (notice instanceof Ask.Admit admit) {
                admit.then().answer(0, Optional.of(Admission.accept(admit.request().name())), out);
            }
        }
        while (out.sends() > 0) {
            out.removeSend();
        }
    }
}

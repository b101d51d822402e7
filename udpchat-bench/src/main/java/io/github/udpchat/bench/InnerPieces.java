package io.github.udpchat.bench;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.github.udpchat.internal.classic.ClassicLimits;
import io.github.udpchat.internal.classic.ClassicServer;
import io.github.udpchat.internal.hub.Hub;
import io.github.udpchat.internal.machine.Ask;
import io.github.udpchat.internal.machine.Notice;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.server.ServerMachine;
import io.github.udpchat.internal.wire.AddressKey;
import io.github.udpchat.internal.wire.AddressKeys;
import io.github.udpchat.internal.wire.ClassicFormat;
import io.github.udpchat.internal.wire.ClassicFrame;
import io.github.udpchat.model.Admission;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The steps of a datagram through a classic server, without sockets, locks and threads. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class InnerPieces {

    /** For JMH. */
    public InnerPieces() {}

    /** Datagrams to read. */
    @State(Scope.Thread)
    public static class Datagrams {

        private final ClassicFormat format = new ClassicFormat(1024);
        private final ByteBuffer ascii64 = bytes("[Ana]->" + "x".repeat(57));
        private final ByteBuffer ascii1000 = bytes("[Ana]->" + "x".repeat(993));
        private final ByteBuffer multiByte = bytes("[Ana]->" + "\u00fc\u4e2d".repeat(11));
        private final ByteBuffer malformed = ByteBuffer.wrap(new byte[] {'[', 'A', (byte) 0xff, ']', '-', '>'});
        private final AddressKeys keys = new AddressKeys(42);
        private final InetSocketAddress address = new InetSocketAddress("127.0.0.1", 6000);

        /** For JMH. */
        public Datagrams() {}

        private static ByteBuffer bytes(String text) {
            return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** A server with members, the first of whom speaks. */
    @State(Scope.Thread)
    public static class Servers {

        /** How many members. */
        @Param({"10", "100", "1000", "10000"}) public int members;

        private final Outbox out = new Outbox();
        private final ByteBuffer line = Datagrams.bytes("[Ana]->" + "x".repeat(57));
        private final InetSocketAddress author = at(0);
        private final InetSocketAddress stranger = new InetSocketAddress("127.0.0.2", 1);
        private final ByteBuffer leave = Datagrams.bytes("qqq");
        private ServerMachine machine;
        private long now;

        /** For JMH. */
        public Servers() {}

        private static InetSocketAddress at(int member) {
            return new InetSocketAddress("127.0.0.1", member + 1);
        }

        /** Lets the members join. */
        @Setup
        public void join() {
            Hub hub = new Hub(members, 1);
            machine = new ServerMachine(hub, new ClassicServer(hub,
                    new ClassicLimits(1024, members, Duration.ofMinutes(30)), new AddressKeys(42)), null);
            for (int member = 0; member < members; member++) {
                machine.onDatagram(now++, at(member), Datagrams.bytes("Guest" + member), out);
                carryOut();
            }
        }

        private void carryOut() {
            for (Notice notice = out.notices().poll(); notice != null; notice = out.notices().poll()) {
                if (notice instanceof Ask.Admit admit) {
                    admit.then().answer(now, Optional.of(Admission.accept(admit.request().name())), out);
                }
            }
            while (out.sends() > 0) {
                out.removeSend();
            }
        }
    }

    /** Reads 64 bytes of ASCII. */
    @Benchmark
    public ClassicFrame readAscii64(Datagrams datagrams) {
        return datagrams.format.read(datagrams.ascii64);
    }

    /** Reads 1000 bytes of ASCII. */
    @Benchmark
    public ClassicFrame readAscii1000(Datagrams datagrams) {
        return datagrams.format.read(datagrams.ascii1000);
    }

    /** Reads 62 bytes with characters of two and three bytes. */
    @Benchmark
    public ClassicFrame readMultiByte(Datagrams datagrams) {
        return datagrams.format.read(datagrams.multiByte);
    }

    /** Reads what is not UTF-8. */
    @Benchmark
    public ClassicFrame readMalformed(Datagrams datagrams) {
        return datagrams.format.read(datagrams.malformed);
    }

    /** Makes the key of an address. */
    @Benchmark
    public AddressKey keyOfAddress(Datagrams datagrams) {
        return datagrams.keys.of(datagrams.address);
    }

    /** Reads a datagram and finds that its sender is none of the members. */
    @Benchmark
    public void lookUpStranger(Servers servers) {
        servers.machine.onDatagram(servers.now++, servers.stranger, servers.leave, servers.out);
        servers.carryOut();
    }

    /** Reads a datagram of 64 bytes and relays it to all others, as far as the outbox. */
    @Benchmark
    public void relay(Servers servers) {
        servers.machine.onDatagram(servers.now++, servers.author, servers.line, servers.out);
        servers.carryOut();
    }
}

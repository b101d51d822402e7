package io.github.udpchat.contract;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.udpchat.network.Binding;
import io.github.udpchat.network.DatagramTransport;
import io.github.udpchat.network.Network;

/** Sends a datagram of a length over loopback, with and without {@code dontFragment}, and prints what became of it. */
final class NarrowTransports {

    private static final int PATIENCE_SECONDS = 10;

    private NarrowTransports() {}

    public static void main(String[] args) throws Exception {
        Network network = network(args[0]);
        InetSocketAddress local = new InetSocketAddress(args[1], 0);
        System.out.println("lo takes " + NetworkInterface.getByName("lo").getMTU() + " bytes");
        for (boolean dontFragment : new boolean[] {true, false}) {
            try (DatagramTransport from = network.open(new Binding(local, 1500, "from", dontFragment));
                    DatagramTransport to = network.open(new Binding(local, 1500, "to"))) {
                System.out.println("dontFragment " + dontFragment + ": "
                        + send(from, to, Integer.parseInt(args[2])) + ", " + newFragments() + " fragments");
            }
        }
    }

    static Network network(String className) throws ReflectiveOperationException {
        return (Network) Class.forName(className).getMethod("create").invoke(null);
    }

    /** Behind the datagram goes one of one byte, which arrives in any case. */
    private static String send(DatagramTransport from, DatagramTransport to, int bytes) throws InterruptedException {
        BlockingQueue<Integer> arriving = new LinkedBlockingQueue<>();
        to.start((sender, datagram) -> arriving.add(datagram.remaining()));
        from.send(to.localAddress(), ByteBuffer.allocate(bytes));
        from.send(to.localAddress(), ByteBuffer.allocate(1));
        int failed = from.flush();
        List<Integer> arrived = new ArrayList<>();
        Integer next;
        do {
            next = arriving.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            arrived.add(next);
        } while (next != null && next > 1);
        return failed + " failed, " + arrived + " arrived";
    }

    private static long seenFragments;

    /** {@return how many fragments were sent in the namespace, by both versions of IP, since this was last asked} */
    static long newFragments() throws IOException {
        long all = ipv4Fragments() + ipv6Fragments();
        long fresh = all - seenFragments;
        seenFragments = all;
        return fresh;
    }

    /** Two lines begin with "Ip:": the names of the figures, and the figures. */
    private static long ipv4Fragments() throws IOException {
        List<List<String>> ip = lines("/proc/net/snmp").filter(line -> line.startsWith("Ip:"))
                .map(line -> List.of(line.split(" "))).toList();
        return Long.parseLong(ip.get(1).get(ip.get(0).indexOf("FragCreates")));
    }

    private static long ipv6Fragments() throws IOException {
        return lines("/proc/net/snmp6").filter(line -> line.startsWith("Ip6FragCreates"))
                .mapToLong(line -> Long.parseLong(line.split("\\s+")[1])).sum();
    }

    private static Stream<String> lines(String file) throws IOException {
        return Files.readAllLines(Path.of(file)).stream();
    }
}

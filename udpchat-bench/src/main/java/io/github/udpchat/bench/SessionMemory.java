package io.github.udpchat.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatServer;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.simulation.SimulatedNetwork;

/**
 * The program that measures how much heap an idle session takes at a server, and writes {@code session-memory.md}. Its arguments
 * are numbers of sessions.
 *
 * <p>
 * The sessions are those of real clients, in memory and in virtual time: all of them stay until the last one is in, and their
 * heartbeats keep their sessions meanwhile. Then the clients lose their power without a word, and are garbage; what is left
 * is the server's.
 */
final class SessionMemory {

    private static final List<Integer> SESSIONS = List.of(1_000, 10_000, 100_000);

    /** So long after the last join all are idle: nothing is to be acknowledged any more. Less than a heartbeat is away. */
    private static final Duration SETTLING = Duration.ofSeconds(1);
    private static final int CLIENT_PORT = 6000;
    private static final double BYTES_PER_KIB = 1024;

    private SessionMemory() {}

    /**
     * What was measured.
     *
     * @param server  bytes of heap at the server for each session
     * @param clients bytes of heap for each client, with all that the simulation keeps for it
     * @param virtual how much time passed for server and clients
     * @param real    how much time it took
     */
    record Result(int sessions, double server, double clients, Duration virtual, Duration real) {}

    public static void main(String[] args) throws IOException {
        List<Integer> numbers = args.length == 0 ? SESSIONS : Arrays.stream(args).map(Integer::valueOf).toList();
        StringBuilder text = new StringBuilder("# Heap of an idle session\n\n"
                + "Written by `udpchat-bench`: heap in use after a collection with that many members, whose clients are gone"
                + " without the server's knowledge, less with none, divided by their number.\n\n- Date: "
                + LocalDate.now(ZoneOffset.UTC)
                + "\n- Command: `mvn -q -pl udpchat-bench -am -DskipTests package exec:exec -Dbench.main=SessionMemory"
                + (args.length == 0 ? "" : " -Dbench.args=\"" + String.join(" ", args) + "\"")
                + "`\n- JDK: " + System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version")
                + "\n- Largest heap: " + Runtime.getRuntime().maxMemory() / 1024 / 1024 + " MiB"
                + "\n\n| sessions | bytes for each | KiB for each client beside | virtual time | real time |\n"
                + "|--:|--:|--:|--:|--:|\n");
        for (int sessions : numbers) {
            Result result = measure(sessions);
            text.append(String.format(Locale.ROOT, "| %d | %.0f | %.1f | %d s | %d s |%n", sessions, result.server(),
                    result.clients() / BYTES_PER_KIB, result.virtual().toSeconds(), result.real().toSeconds()));
        }
        Path results = Path.of(System.getProperty("bench.home", "udpchat-bench")).resolve("results/session-memory.md");
        Files.writeString(results, text);
        System.err.print(text);
    }

    static Result measure(int sessions) {
        long start = System.nanoTime();
        try (SimulatedNetwork network = SimulatedNetwork.seeded(1);
                ChatServer server = ChatServer.builder()
                        .protocol(Protocol.SESSION)
                        .maxPeers(sessions)
                        .network(network)
                        .start()) {
            Pluggable plugged = new Pluggable(network);
            long before = Heap.inUse();
            for (int client = 0; client < sessions; client++) {
                join(server, plugged, client);
            }
            network.advance(SETTLING);
            long withClients = Heap.inUse();
            plugged.pull();
            long after = Heap.inUse();
            if (server.stats().peers() != sessions) {
                throw new IllegalStateException(sessions + " sessions did not stay: " + server.stats());
            }
            return new Result(sessions, (double) (after - before) / sessions, (double) (withClients - after) / sessions,
                    network.now(), Duration.ofNanos(System.nanoTime() - start));
        }
    }

    /** Each client has an address of its own, because one has too few ports. Nobody but the network holds the client. */
    private static void join(ChatServer server, Pluggable network, int client) {
        ChatClient.builder()
                .protocol(Protocol.SESSION)
                .server(server.localAddress())
                .bind(address(client))
                .name("guest" + client)
                .network(network)
                .connect();
    }

    /** Loopback addresses, of which a server takes any number. */
    private static InetSocketAddress address(int client) {
        try {
            byte[] ip = {127, (byte) (1 + (client >>> 16)), (byte) (client >>> 8), (byte) client};
            return new InetSocketAddress(InetAddress.getByAddress(ip), CLIENT_PORT);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}

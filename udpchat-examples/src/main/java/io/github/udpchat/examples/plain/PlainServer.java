package io.github.udpchat.examples.plain;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.udpchat.ChatException;
import io.github.udpchat.ChatServer;
import io.github.udpchat.ChatServerBuilder;
import io.github.udpchat.Identity;
import io.github.udpchat.model.PrintableText;
import io.github.udpchat.model.ServerStats;

/**
 * Shows a server as a whole program: options, start, commands on standard input, and an end by signal that leaves nobody without
 * what was said. It depends on nothing but the library.
 *
 * <p>
 * Type {@code stats}, {@code peers} or {@code quit}. The end of the input, as for a service, ends nothing: a signal does.
 */
public final class PlainServer {

    /** Well below the time after which systems kill a program that was told to end. */
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(5);

    private final ChatServer server;
    private final PrintStream out;
    private final AtomicBoolean ended = new AtomicBoolean();

    PlainServer(ChatServer server, PrintStream out) {
        this.server = server;
        this.out = out;
    }

    /**
     * Runs until a signal or {@code quit}; ends with code 2 if it can't start.
     *
     * @param args see {@code ServerOptions}
     * @throws IOException          if standard input can't be read
     * @throws InterruptedException never: nobody interrupts the main thread
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        PlainServer program;
        try {
            program = new PlainServer(start(ServerOptions.parse(args)), System.out);
        } catch (IllegalArgumentException | IllegalStateException | UncheckedIOException | ChatException e) {
            System.err.println(PrintableText.of(String.valueOf(e.getMessage())));
            System.exit(2);
            return;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(program::end, "end"));
        program.serve(new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())));
    }

    private static ChatServer start(ServerOptions options) {
        ChatServerBuilder builder = ChatServer.builder().bind(options.bind()).maxPeers(options.maxPeers());
        options.key().ifPresent(file -> builder.identity(Identity.file(file)));
        return builder.start();
    }

    void serve(BufferedReader commands) throws IOException, InterruptedException {
        out.println("listening at " + server.localAddress() + ", key " + server.key().orElseThrow());
        String command = commands.readLine();
        while (command != null && !command.equals("quit")) {
            obey(command);
            command = commands.readLine();
        }
        if (command != null) {
            end();
        }
        server.awaitClosed();
    }

    private void obey(String command) {
        switch (command.strip()) {
            case "stats" -> printStats(server.stats());
            case "peers" ->
                server.peers().forEach(peer -> out.println(peer.id() + " " + PrintableText.of(peer.name())));
            default -> out.println("commands: stats, peers, quit");
        }
    }

    private void printStats(ServerStats stats) {
        out.println(stats.peers() + " peers, " + stats.joins() + " joins, " + stats.messagesRelayed() + " messages");
        out.println(stats.traffic().datagramsReceived() + " datagrams in, " + stats.traffic().datagramsSent() + " out");
        stats.traffic().drops().forEach((reason, count) -> out.println("dropped " + count + ": " + reason));
    }

    /**
     * Lets nobody in any more, waits until the members have what was said, and closes. After {@code quit} the shutdown hook calls it
     * once more, which changes nothing.
     */
    private void end() {
        if (ended.getAndSet(true)) {
            return;
        }
        boolean all = server.drain(DRAIN_LIMIT).join();
        if (all) {
            out.println("closed; everybody has everything");
        } else {
            out.println("closed");
        }
    }
}

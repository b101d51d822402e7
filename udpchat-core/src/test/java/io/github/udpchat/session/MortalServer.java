package io.github.udpchat.session;

import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.udpchat.interop.Program;
import io.github.udpchat.model.DropReason;

/** A server in a process of its own that is killed and started again, always the same one. Owned by a test. */
final class MortalServer implements AutoCloseable {

    /** A JVM on a busy machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final InetSocketAddress address;
    private final Path identity;
    private final List<List<String>> lives = new ArrayList<>();
    private Program program;
    private int asked;

    /** What it says of itself. */
    record Stats(int peers, long joins, String drops) {

        private static final Pattern LINE = Pattern.compile("peers=(\\d+) joins=(\\d+) drops=\\{(.*)}");

        static Stats read(String line) {
            Matcher matcher = LINE.matcher(line);
            if (!matcher.find()) {
                throw new AssertionError(line);
            }
            return new Stats(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2)), matcher.group(3));
        }

        long drops(DropReason reason) {
            Matcher matcher = Pattern.compile("\\b" + reason + "=(\\d+)").matcher(drops);
            return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
        }
    }

    MortalServer(InetSocketAddress address, Path identity) {
        this.address = address;
        this.identity = identity;
        start();
    }

    /** Starts it; returns when it listens. */
    void start() {
        program = Program.java(MortalServerMain.class, Integer.toString(address.getPort()), identity.toString());
        await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5))
                .until(() -> program.text().contains("listens\n"));
    }

    /** Kills it as {@code kill -9} does. */
    void kill() {
        program.close();
        lives.add(program.text().lines().filter(line -> line.startsWith("heard "))
                .map(line -> line.substring("heard ".length())).toList());
    }

    /** {@return what was heard in each of the lives that are over: who, and which number} */
    List<List<String>> lives() {
        return lives;
    }

    Stats stats() {
        String question = "question" + asked++;
        program.type(question);
        return Stats.read(await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5))
                .until(() -> program.text().lines().filter(line -> line.startsWith("stats " + question + " "))
                        .findAny(), Optional::isPresent)
                .orElseThrow());
    }

    @Override
    public void close() {
        program.close();
    }
}

package io.github.udpchat.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.udpchat.contract.Stage;
import org.awaitility.Awaitility;

/** {@code classic_peer.py} in a process of its own: the server of the original program, or one of its clients. */
public final class PythonPeer implements AutoCloseable {

    private static final Pattern SERVER_GREETING = Pattern.compile("Server running at \\('(\\S+)', (\\d+)\\)\n");
    private static final Pattern CLIENT_GREETING = Pattern.compile("(\\S+) (\\d+)\nName: ");

    private final Program program;
    private final InetSocketAddress address;
    private final int greetingBytes;

    private PythonPeer(Pattern greeting, String mode, int port) {
        program = Program.start(List.of("python3", "-c", source(), mode, Integer.toString(port)));
        Matcher greeted = Awaitility.await()
                .atMost(Stage.PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> greeting.matcher(program.text()), Matcher::find);
        address = new InetSocketAddress(greeted.group(1), Integer.parseInt(greeted.group(2)));
        greetingBytes = greeted.end();
    }

    /** {@return whether there is a Python to run it in} */
    public static boolean isOnThePath() {
        return Stream.of(Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "python3")));
    }

    private static String source() {
        try (InputStream script = PythonPeer.class.getResourceAsStream("/classic_peer.py")) {
            return new String(Objects.requireNonNull(script, "classic_peer.py").readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return a server at a free port} */
    public static PythonPeer server() {
        return new PythonPeer(SERVER_GREETING, "server", 0);
    }

    /** {@return a client of the server at a port, which has sent its name} */
    public static PythonPeer client(int serverPort, String name) {
        PythonPeer client = new PythonPeer(CLIENT_GREETING, "client", serverPort);
        client.program.type(name);
        return client;
    }

    /** Types a line. */
    public void type(String line) {
        program.type(line);
    }

    /** {@return where it is} */
    public InetSocketAddress address() {
        return address;
    }

    /** {@return its address as the original prints it} */
    public String shownAddress() {
        return "('" + address.getAddress().getHostAddress() + "', " + address.getPort() + ")";
    }

    /** {@return the bytes that it printed after its greeting} */
    public byte[] printedBytes() {
        byte[] output = program.output();
        return Arrays.copyOfRange(output, greetingBytes, output.length);
    }

    /** {@return the lines that it printed after its greeting} */
    public List<String> printed() {
        return new String(printedBytes(), UTF_8).lines().toList();
    }

    /** {@return who joined and left, if this is a server; what went wrong, if something did} */
    public List<String> errors() {
        return program.errors().lines().toList();
    }

    /** {@return the exit code, waited for} */
    public int exitCode() {
        return program.exitCode();
    }

    @Override
    public void close() {
        program.close();
    }
}

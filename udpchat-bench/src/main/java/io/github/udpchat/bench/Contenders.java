package io.github.udpchat.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.github.udpchat.transport.linux.LinuxUdpNetwork;

/** Who is measured. What this machine can't start is left out, with a note for the results. */
final class Contenders {

    /** All others are compared with this one. */
    static final String REFERENCE = "c-sendto";

    private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private final Path home;
    private final List<Contender> all = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private Contenders(Path home) {
        this.home = home;
    }

    /** @param home this module's directory, where the sources and {@code target} are */
    static Contenders on(Path home) throws IOException {
        Contenders contenders = new Contenders(home);
        contenders.addC(REFERENCE, "C, recvfrom + sendto", "relay_sendto");
        contenders.addC("c-sendmmsg", "C, sendmmsg", "relay_sendmmsg");
        contenders.addJava("udpchat-platform", "udpchat, platform threads", UdpchatRelay.class, "platform");
        contenders.addJava("udpchat-virtual", "udpchat, virtual threads (default)", UdpchatRelay.class, "virtual");
        if (LinuxUdpNetwork.isSupported()) {
            contenders.addJava("udpchat-linux", "udpchat, batched system calls", UdpchatRelay.class, "linux");
        } else {
            contenders.notes.add("udpchat with batched system calls is missing: it does not work here.");
        }
        contenders.addJava("netty-epoll", "Netty, epoll", NettyRelay.class, "epoll");
        contenders.addJava("netty-nio", "Netty, NIO", NettyRelay.class, "nio");
        contenders.addPython();
        contenders.addJava("kryonet", "KryoNet (its own protocol)", Contender.Wire.KRYONET, KryoRelay.class);
        return contenders;
    }

    List<Contender> only(Set<String> ids) {
        return all.stream().filter(contender -> ids.isEmpty() || ids.contains(contender.id())).toList();
    }

    List<String> notes() {
        return notes;
    }

    private void addC(String id, String name, String source) throws IOException {
        Path binary = home.resolve("target").resolve(source);
        Files.createDirectories(binary.getParent());
        if (succeeds(
                "gcc",
                "-O2",
                "-pthread",
                "-o",
                binary.toString(),
                home.resolve("src/main/c/" + source + ".c").toString())) {
            all.add(new Contender(id, name, List.of(binary.toString())));
        } else {
            notes.add(name + " is missing: gcc could not compile it here.");
        }
    }

    private void addJava(String id, String name, Class<?> main, String argument) {
        addJava(id, name, Contender.Wire.CLASSIC, main, argument);
    }

    private void addJava(String id, String name, Contender.Wire wire, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(
                        JAVA,
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName()));
        command.addAll(List.of(arguments));
        all.add(new Contender(id, name, wire, List.copyOf(command)));
    }

    private void addPython() {
        if (succeeds("python3", "--version")) {
            Path script = home.resolve("src/main/python/relay.py");
            all.add(new Contender("python", "Python, the original's algorithm", List.of("python3", script.toString())));
        } else {
            notes.add("Python is missing: there is no python3 here.");
        }
    }

    private static boolean succeeds(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return process.onExit().join().exitValue() == 0;
        } catch (IOException e) {
            return false; // There is no such program.
        }
    }
}

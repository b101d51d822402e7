package io.github.udpchat.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.github.udpchat.model.Protocol;
import io.github.udpchat.transport.linux.LinuxUdpNetwork;

/** Who is measured. What this machine can't start is left out, with a note for the results. */
final class Contenders {

    private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private final Path home;
    private final List<Contender> all = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private Contenders(Path home) {
        this.home = home;
    }

    /** @param home this module's directory, where the sources and {@code target} are */
    static Contenders of(Topic topic, Path home) throws IOException {
        Contenders contenders = new Contenders(home);
        switch (topic) {
            case CLASSIC -> contenders.addClassic();
            case SESSIONS -> contenders.addSessions();
        }
        return contenders;
    }

    private void addClassic() throws IOException {
        addC("c-sendto", "C, recvfrom + sendto", "relay_sendto");
        addC("c-sendmmsg", "C, sendmmsg", "relay_sendmmsg");
        addOurs(Contender.Wire.CLASSIC, Protocol.CLASSIC);
        addJava("netty-epoll", "Netty, epoll", Contender.Wire.CLASSIC, NettyRelay.class, "epoll");
        addJava("netty-nio", "Netty, NIO", Contender.Wire.CLASSIC, NettyRelay.class, "nio");
        addPython();
        addJava("kryonet", "KryoNet (its own protocol)", Contender.Wire.KRYONET, KryoRelay.class);
    }

    private void addSessions() throws IOException {
        addEnet();
        addOurs(Contender.Wire.SESSION, Protocol.SESSION);
        addJava("scandium", "Scandium (DTLS 1.2, unreliable)", Contender.Wire.DTLS, DtlsRelay.class);
    }

    private void addOurs(Contender.Wire wire, Protocol protocol) {
        addJava("udpchat-platform", "udpchat, platform threads", wire, UdpchatRelay.class, "platform", protocol.name());
        addJava("udpchat-virtual", "udpchat, virtual threads (default)", wire, UdpchatRelay.class, "virtual",
                protocol.name());
        if (LinuxUdpNetwork.isSupported()) {
            addJava("udpchat-linux", "udpchat, batched system calls", wire, UdpchatRelay.class, "linux",
                    protocol.name());
        } else {
            notes.add("udpchat with batched system calls is missing: it does not work here.");
        }
    }

    List<Contender> only(Set<String> ids) {
        return all.stream().filter(contender -> ids.isEmpty() || ids.contains(contender.id())).toList();
    }

    List<String> notes() {
        return notes;
    }

    private void addC(String id, String name, String source) throws IOException {
        if (isCompiled(source)) {
            all.add(new Contender(id, name, List.of(binary(source))));
        } else {
            notes.add(name + " is missing: gcc could not compile it here.");
        }
    }

    private void addEnet() throws IOException {
        if (isCompiled("enet_relay", "-lenet") && isCompiled("enet_peers", "-lenet")) {
            all.add(new Contender("enet", "ENet (C, not encrypted)", Contender.Wire.ENET, List.of(binary("enet_relay")),
                    List.of(binary("enet_peers"))));
        } else {
            notes.add("ENet is missing: gcc could not compile its programs here; they need libenet-dev.");
        }
    }

    private boolean isCompiled(String source, String... libraries) throws IOException {
        Files.createDirectories(Path.of(binary(source)).getParent());
        List<String> command = new ArrayList<>(List.of("gcc", "-O2", "-pthread", "-o", binary(source),
                home.resolve("src/main/c/" + source + ".c").toString()));
        command.addAll(List.of(libraries));
        return succeeds(command.toArray(String[]::new));
    }

    private String binary(String source) {
        return home.resolve("target").resolve(source).toString();
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
        all.add(new Contender(id, name, wire, List.copyOf(command), List.of()));
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

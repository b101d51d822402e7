package io.github.udpchat.interop;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** {@code udpchat1.py} in a process of its own: the session protocol, written from PROTOCOL.md alone. */
final class SessionPython {

    /** After so few packets it goes to the next key, so that a test sees several. */
    static final int PACKETS_UNDER_A_KEY = 5;

    private static final String SCRIPT = """
            import os, sys
            sys.dont_write_bytecode = True
            sys.path.insert(0, "src/test/python")
            os.environ["UDPCHAT1_QUIET"] = "%d"
            os.environ["UDPCHAT1_UPDATE_EVERY"] = "%d"
            import udpchat1
            sys.exit(udpchat1.main([%s]))
            """;

    private SessionPython() {}

    /** {@return a server at a free port, which closes after so many seconds} */
    static Program server(int seconds) {
        return program(0, "serve", "0", Integer.toString(seconds), Integer.toString(PACKETS_UNDER_A_KEY));
    }

    /** {@return a client that says some lines, and closes when nobody has said anything for so many seconds} */
    static Program client(int port, int quietSeconds, String name, String... lines) {
        String[] arguments = Stream.concat(
                Stream.of("connect", "127.0.0.1", Integer.toString(port), name), Stream.of(lines))
                .toArray(String[]::new);
        return program(quietSeconds, arguments);
    }

    /** {@return a run that holds the vectors against what Python computes} */
    static Program check() {
        return program(0, "check", "src/test/resources/udpchat1-vectors.txt");
    }

    private static Program program(int quietSeconds, String... arguments) {
        String literals = Stream.of(arguments).map(SessionPython::literal).collect(Collectors.joining(", "));
        return Program.start(
                List.of("python3", "-c", SCRIPT.formatted(quietSeconds, PACKETS_UNDER_A_KEY, literals)));
    }

    /** A text as a literal of ASCII alone: in which encoding a process gets its arguments depends on the machine. */
    private static String literal(String text) {
        return text.codePoints()
                .mapToObj(point -> point < 0x7F && Character.isLetterOrDigit(point) ? Character.toString(point)
                        : "\\U%08x".formatted(point))
                .collect(Collectors.joining("", "\"", "\""));
    }

    /** {@return a line of so many bytes of UTF-8, three for each character} */
    static String longLine(int bytes) {
        return IntStream.range(0, bytes / 3)
                .mapToObj(i -> Character.toString(0x4E00 + i % 5000))
                .collect(Collectors.joining());
    }
}

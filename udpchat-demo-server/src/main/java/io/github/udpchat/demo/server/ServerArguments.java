package io.github.udpchat.demo.server;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** What the command line says: which address, which protocol, and where the server's key is kept. */
record ServerArguments(Optional<String> bind, boolean secure, Optional<Path> identity) {

    /** Reads a command line; what can't be understood is an {@link IllegalArgumentException} that says what could be. */
    static ServerArguments parse(String... args) {
        ServerArguments said = new ServerArguments(Optional.empty(), false, Optional.empty());
        for (Iterator<String> rest = List.of(args).iterator(); rest.hasNext();) {
            said = switch (rest.next()) {
                case "--bind" -> new ServerArguments(Optional.of(value(rest)), said.secure, said.identity);
                case "--secure" -> new ServerArguments(said.bind, true, said.identity);
                case "--identity" -> new ServerArguments(said.bind, said.secure, Optional.of(Path.of(value(rest))));
                default -> throw usage();
            };
        }
        if (said.identity.isPresent() && !said.secure) {
            throw new IllegalArgumentException("--identity needs --secure: a classic server has no key");
        }
        return said;
    }

    private static String value(Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw usage();
        }
        return rest.next();
    }

    private static IllegalArgumentException usage() {
        return new IllegalArgumentException(
                "usage: udpchat-demo-server [--bind HOST:PORT] [--secure [--identity FILE]]");
    }
}

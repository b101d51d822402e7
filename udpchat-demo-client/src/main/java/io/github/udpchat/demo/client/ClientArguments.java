package io.github.udpchat.demo.client;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;

import io.github.udpchat.model.IdentityKey;

/** What the command line says: which server, under which name, which protocol, and by which key the server is known. */
record ClientArguments(Optional<String> server, Optional<String> name, boolean secure, Optional<IdentityKey> key) {

    /** Reads a command line; what can't be understood is an {@link IllegalArgumentException} that says what could be. */
    static ClientArguments parse(String... args) {
        ClientArguments said = new ClientArguments(Optional.empty(), Optional.empty(), false, Optional.empty());
        for (Iterator<String> rest = List.of(args).iterator(); rest.hasNext();) {
            said = switch (rest.next()) {
                case "--server" -> new ClientArguments(Optional.of(value(rest)), said.name, said.secure, said.key);
                case "--name" -> new ClientArguments(said.server, Optional.of(value(rest)), said.secure, said.key);
                case "--secure" -> new ClientArguments(said.server, said.name, true, said.key);
                case "--key" -> new ClientArguments(said.server, said.name, said.secure,
                        Optional.of(IdentityKey.parse(value(rest))));
                default -> throw usage();
            };
        }
        // A key that is not looked at would be a false promise.
        if (said.key.isPresent() && !said.secure) {
            throw new IllegalArgumentException("--key needs --secure: a classic server has no key");
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
                "usage: udpchat-demo-client [--server HOST:PORT] [--name NAME] [--secure [--key KEY]]");
    }
}

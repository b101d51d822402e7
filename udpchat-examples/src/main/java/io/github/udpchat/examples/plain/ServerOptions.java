package io.github.udpchat.examples.plain;

import java.nio.file.Path;
import java.util.Optional;

/** What {@link PlainServer} is told on its command line: pairs of an option and its value. */
record ServerOptions(String bind, Optional<Path> key, int maxPeers) {

    static final String USAGE = "usage: PlainServer [--bind HOST:PORT] [--key FILE] [--max-peers N]";

    /** Reads the command line; what it can't understand is an {@link IllegalArgumentException} with a message for people. */
    static ServerOptions parse(String... args) {
        ServerOptions options = new ServerOptions("127.0.0.1:5000", Optional.empty(), 256);
        for (int i = 0; i < args.length; i += 2) {
            if (i + 1 == args.length) {
                throw new IllegalArgumentException(args[i] + " needs a value. " + USAGE);
            }
            options = options.with(args[i], args[i + 1]);
        }
        return options;
    }

    private ServerOptions with(String option, String value) {
        return switch (option) {
            case "--bind" -> new ServerOptions(value, key, maxPeers);
            case "--key" -> new ServerOptions(bind, Optional.of(Path.of(value)), maxPeers);
            case "--max-peers" -> new ServerOptions(bind, key, number(option, value));
            default -> throw new IllegalArgumentException("Unknown option " + option + ". " + USAGE);
        };
    }

    private static int number(String option, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " must be a number, was \"" + value + "\"", e);
        }
    }
}

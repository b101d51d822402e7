package io.github.udpchat.bench;

import java.io.IOException;

/** The program that measures the session protocol, and writes {@code session.md} and {@code session.svg}. */
final class SessionBench {

    private SessionBench() {}

    public static void main(String[] args) throws IOException {
        Bench.measure(Topic.SESSIONS, args);
    }
}

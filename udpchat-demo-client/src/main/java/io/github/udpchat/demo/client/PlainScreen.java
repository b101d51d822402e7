package io.github.udpchat.demo.client;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Standard input and output where they are files or pipes: lines in UTF-8, and no prompts. */
final class PlainScreen implements Screen {

    private final BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    private final PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true,
            StandardCharsets.UTF_8);

    @Override
    public Optional<String> ask(String question) throws IOException {
        out.print(question);
        out.flush();
        return readLine("");
    }

    @Override
    public Optional<String> readLine(String prompt) throws IOException {
        return Optional.ofNullable(in.readLine());
    }

    @Override
    public void print(String line) {
        out.println(line);
    }

    @Override
    public void close() {
        out.flush();
    }
}

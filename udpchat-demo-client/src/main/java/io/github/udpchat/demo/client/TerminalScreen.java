package io.github.udpchat.demo.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Optional;

import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** A terminal, whose lowest line is the one being typed: other lines are shown above it and leave it whole. */
final class TerminalScreen implements Screen {

    /** The exit code of a Java program that Ctrl-C has ended. */
    private static final int INTERRUPTED = 128 + 2;

    private final Terminal terminal;
    private final LineReader reader;

    TerminalScreen() throws IOException {
        // Grapheme clusters: to ask whether the terminal knows them takes a while, and eats what is typed meanwhile.
        terminal = TerminalBuilder.builder()
                .encoding(StandardCharsets.UTF_8)
                .dumb(false)
                .graphemeCluster(false)
                .build();
        // JLine undoes what Java does on Ctrl-C, which is to end in good order; while a line is read it comes as an exception.
        terminal.handle(Terminal.Signal.INT, ctrlC -> System.exit(INTERRUPTED));
        // What is typed before a line is read must not be echoed into what is shown. Closing the terminal undoes it.
        Attributes unechoed = terminal.getAttributes();
        unechoed.setLocalFlags(EnumSet.of(LocalFlag.ECHO, LocalFlag.ICANON), false);
        terminal.setAttributes(unechoed);
        // A line is taken as it is: "!" recalls nothing, and pasted lines are lines.
        reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.BRACKETED_PASTE, false)
                .build();
    }

    @Override
    public Optional<String> ask(String question) {
        return readLine(question);
    }

    @Override
    public Optional<String> readLine(String prompt) {
        try {
            return Optional.of(reader.readLine(prompt));
        } catch (EndOfFileException | UserInterruptException ctrlDOrCtrlC) {
            return Optional.empty();
        }
    }

    @Override
    public void print(String line) {
        reader.printAbove(line);
    }

    @Override
    public void close() throws IOException {
        terminal.close();
    }
}

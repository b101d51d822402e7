package io.github.udpchat.demo.client;

import java.io.IOException;
import java.util.Optional;

import io.github.udpchat.model.PrintableText;
import org.jline.terminal.impl.exec.ExecTerminalProvider;
import org.jline.terminal.spi.SystemStream;

/** What a person types at and reads. Lines may be shown by any thread, at any time; one thread reads. */
interface Screen extends AutoCloseable {

    /** {@return the terminal, if standard input and output are one; otherwise the two as they are} */
    static Screen open() throws IOException {
        ExecTerminalProvider system = new ExecTerminalProvider();
        boolean terminal = system.isSystemStream(SystemStream.Input) && system.isSystemStream(SystemStream.Output);
        return terminal ? new TerminalScreen() : new PlainScreen();
    }

    /** {@return what is answered to a question; nothing at the end of the input} */
    Optional<String> ask(String question) throws IOException;

    /** {@return the next line that is typed, after a prompt where it is typed at a terminal; nothing at the end} */
    Optional<String> readLine(String prompt) throws IOException;

    /** Shows a line, with whatever could upset a terminal made harmless. */
    default void show(String line) {
        print(PrintableText.of(line));
    }

    /** Shows what this program itself has to say, after an asterisk. */
    default void note(String text) {
        show("* " + text);
    }

    /** Prints a line that is harmless. */
    void print(String line);

    @Override
    void close() throws IOException;
}

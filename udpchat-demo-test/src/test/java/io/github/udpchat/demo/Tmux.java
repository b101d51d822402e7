package io.github.udpchat.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Terminals of a test's own: programs run in them, and the test types at them and reads their screens. All are gone when this
 * is closed.
 */
final class Tmux implements AutoCloseable {

    private static final AtomicInteger COUNT = new AtomicInteger();

    /** For a command of tmux itself, which answers at once. */
    private static final long PATIENCE_SECONDS = 10;

    private final String socket = "udpchat-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
    private final Path folder;

    /** Terminals that keep their socket, and what their programs have written, in a folder. */
    Tmux(Path folder) {
        this.folder = folder;
    }

    /** {@return whether there is a tmux to run} */
    static boolean isOnThePath() {
        try {
            return new ProcessBuilder("tmux", "-V").start().waitFor() == 0;
        } catch (IOException none) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Starts a main class, in this test's Java and with its class path, at a terminal of so many columns and rows. */
    Pane start(int columns, int rows, Class<?> main, String... args) {
        List<String> program = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                main.getName()));
        program.addAll(List.of(args));
        Pane pane = new Pane(main.getSimpleName() + COUNT.incrementAndGet());
        // The shell outlives the program, so that its last screen can be read, and in it how the program has ended.
        String shell = "trap : INT; " + String.join(" ", program) + "; echo exit $?; exec cat";
        run("start-server", ";", "set", "-g", "default-terminal", "screen", ";", "set", "-g", "history-limit", "10000",
                ";", "new-session", "-d", "-s", pane.name, "-x", "" + columns, "-y", "" + rows, shell, ";", "pipe-pane",
                "-t", pane.name, "cat > " + pane.written, ";", "select-pane", "-t", pane.name, "-T", Pane.TITLE);
        return pane;
    }

    private String run(String... arguments) {
        List<String> command = new ArrayList<>(List.of("tmux", "-u", "-L", socket, "-f", "/dev/null"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.matches("(JAVA|JDK)_.*|TMUX.*"));
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("TMUX_TMPDIR", folder.toString());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        try {
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new AssertionError(command + ": " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        run("kill-server");
    }

    /** A terminal with a program. */
    final class Pane {

        /** The title that each terminal has, unless its program was made to change it. */
        static final String TITLE = "untouched";

        private final String name;
        private final Path written;

        private Pane(String name) {
            this.name = name;
            written = folder.resolve(name);
        }

        /** Types a line. */
        void type(String line) {
            typeHalf(line);
            press("Enter");
        }

        /** Types, and does not end the line. */
        void typeHalf(String text) {
            run("send-keys", "-t", name, "-l",
                    text.endsWith(";") ? text.substring(0, text.length() - 1) + "\\;" : text);
        }

        /** Presses a key that has a name: C-c, for example. */
        void press(String key) {
            run("send-keys", "-t", name, key);
        }

        /** {@return what a person sees, without the blanks at the end of lines, and the empty lines at the end} */
        String screen() {
            return run("capture-pane", "-p", "-t", name).stripTrailing() + "\n";
        }

        /** {@return all that was ever shown and still can be seen, as far as one can scroll back; lines are whole} */
        String everything() {
            return run("capture-pane", "-p", "-J", "-S", "-", "-t", name);
        }

        /** {@return what is above the terminal} */
        String title() {
            return run("display-message", "-p", "-t", name, "#{pane_title}").strip();
        }

        /** {@return what the program has written to the terminal, each control character included} */
        String written() {
            try {
                return Files.readString(written);
            } catch (CharacterCodingException e) {
                throw new AssertionError("no UTF-8, or not whole yet", e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

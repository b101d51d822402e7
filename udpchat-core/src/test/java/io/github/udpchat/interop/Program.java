package io.github.udpchat.interop;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.udpchat.contract.Stage;

/**
 * A program that runs beside a test, in a process of its own: a test types into it and reads what it prints. It has the
 * poorest of locales, in which UTF-8 comes from nowhere but the program itself. Ends with the test at the latest.
 */
public final class Program implements AutoCloseable {

    private final Process process;
    private final Printed out;
    private final Printed err;

    private Program(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.startsWith("JAVA_"));
        builder.environment().put("LC_ALL", "C");
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out = new Printed(process.getInputStream());
        err = new Printed(process.getErrorStream());
    }

    /** Starts a program. */
    public static Program start(List<String> command) {
        return new Program(command);
    }

    /** Starts a main class in this test's Java, with this test's class path. */
    public static Program java(Class<?> main, String... args) {
        return java(List.of(), main, args);
    }

    /** The same, with flags for the JVM. */
    public static Program java(List<String> flags, Class<?> main, String... args) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                // How large a receive buffer this machine grants, of which the library warns, is not what is tested
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp", System.getProperty("java.class.path")));
        command.addAll(flags);
        command.add(main.getName());
        command.addAll(List.of(args));
        return new Program(command);
    }

    /** {@return the number that the system knows it by} */
    public long pid() {
        return process.pid();
    }

    /** Types a line. */
    public void type(String line) {
        type((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private void type(byte... bytes) {
        OutputStream in = process.getOutputStream();
        try {
            in.write(bytes);
            in.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("can't type; stderr: " + errors(), e);
        }
    }

    /** Ends the program's input, as Ctrl-D does. */
    public void endInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks the program to end, as SIGTERM does. Its pipes stay open, so that its last words are heard. */
    public void terminate() {
        process.toHandle().destroy();
    }

    /** Stops the program where it is, as a suspended machine does. It gets no time until it is killed. */
    public void suspend() {
        try {
            Process kill = new ProcessBuilder("kill", "-STOP", Long.toString(process.pid())).inheritIO().start();
            if (kill.waitFor() != 0) {
                throw new AssertionError("kill -STOP failed with " + kill.exitValue());
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** {@return the exit code, waited for; what was printed is then complete} */
    public int exitCode() {
        try {
            if (!process.waitFor(Stage.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("still runs; stdout: " + text() + "; stderr: " + errors());
            }
            out.awaitEnd();
            err.awaitEnd();
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** {@return the bytes on stdout so far} */
    public byte[] output() {
        return out.bytes();
    }

    /** {@return what is on stdout so far, read as UTF-8} */
    public String text() {
        return out.text();
    }

    /** {@return what is on stderr so far, read as UTF-8} */
    public String errors() {
        return err.text();
    }

    /** Kills it, if it still runs. What it has printed until then is complete: the {@link Process} itself would close the pipes. */
    @Override
    public void close() {
        process.toHandle().destroyForcibly();
        exitCode();
    }

    /** What comes out of a pipe. Owns the thread that reads it, which ends with the pipe. */
    private static final class Printed {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final Thread reader;

        Printed(InputStream pipe) {
            reader = Thread.ofPlatform().daemon().start(() -> read(pipe));
        }

        private void read(InputStream pipe) {
            try (pipe) {
                pipe.transferTo(bytes);
            } catch (IOException closed) {
                // The program is gone: so ends what it prints.
            }
        }

        void awaitEnd() throws InterruptedException {
            if (!reader.join(Stage.PATIENCE)) {
                throw new AssertionError("the pipe of a program that has ended is still open");
            }
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }

        String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }
}

package io.github.udpchat.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * A relay in a process of its own. It says "port N" when it serves, and ends with its input: so it ends with this
 * program, however that ends. Stopped while others are measured, so that not even one that spins takes a processor then.
 */
final class RelayProcess implements AutoCloseable {

    private static final int END_PATIENCE_SECONDS = 5;

    private final Process process;
    private final InetSocketAddress address;

    private RelayProcess(Process process, InetSocketAddress address) {
        this.process = process;
        this.address = address;
    }

    static RelayProcess start(Contender contender) throws IOException {
        return start(contender, 0);
    }

    /** Starts a relay for so many peers. */
    static RelayProcess start(Contender contender, int peers) throws IOException {
        Process process = new ProcessBuilder(contender.commandFor(peers)).redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String firstLine = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII)).readLine();
        if (firstLine == null || !firstLine.startsWith("port ")) {
            process.destroyForcibly();
            throw new IOException(contender.name() + " did not start; it said: " + firstLine);
        }
        int port = Integer.parseInt(firstLine.substring("port ".length()));
        return new RelayProcess(process, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** For the relay in the process: says where it serves, and returns when its input ends. */
    static void announce(int port) throws IOException {
        System.out.println("port " + port);
        System.out.flush();
        while (System.in.read() >= 0) {
            // Nothing is ever written to it.
        }
    }

    InetSocketAddress address() {
        return address;
    }

    ProcessUsage usage() {
        return new ProcessUsage(process.pid());
    }

    void stop() throws IOException {
        signal("-STOP");
    }

    void resume() throws IOException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException {
        Process kill = new ProcessBuilder("kill", signal, Long.toString(process.pid())).inheritIO().start();
        if (kill.onExit().join().exitValue() != 0) {
            throw new IOException("kill " + signal + " " + process.pid() + " failed");
        }
    }

    /** A stopped process too ends by force. */
    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().completeOnTimeout(process, END_PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }
}

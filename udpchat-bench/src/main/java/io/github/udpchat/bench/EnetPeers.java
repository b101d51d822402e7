package io.github.udpchat.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.StringTokenizer;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.HdrHistogram.Histogram;

/** ENet's peers, which are a program in C ({@code enet_peers.c} says how it is spoken with). */
final class EnetPeers implements Generator {

    private static final int END_PATIENCE_SECONDS = 10;
    private static final int SIGNIFICANT_DIGITS = 3;

    private final Process process;
    private final BufferedReader answers;

    private EnetPeers(Process process) {
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.US_ASCII);
    }

    static EnetPeers connect(List<String> program, InetSocketAddress server, int peers) throws IOException {
        List<String> command = Stream.concat(
                program.stream(), Stream.of(Integer.toString(server.getPort()), Integer.toString(peers))).toList();
        EnetPeers connected = new EnetPeers(
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
        try {
            connected.answer();
            return connected;
        } catch (IOException e) {
            connected.close();
            throw e;
        }
    }

    @Override
    public LoadResult put(Load load) throws IOException {
        String line = load.window() + " " + load.bytes() + " " + load.duration().toMillis() + "\n";
        process.getOutputStream().write(line.getBytes(StandardCharsets.US_ASCII));
        process.getOutputStream().flush();
        StringTokenizer figures = new StringTokenizer(answer());
        long messages = Long.parseLong(figures.nextToken());
        long deliveries = Long.parseLong(figures.nextToken());
        long elapsed = Long.parseLong(figures.nextToken());
        Histogram latencies = new Histogram(SIGNIFICANT_DIGITS);
        for (StringTokenizer all = new StringTokenizer(answer()); all.hasMoreTokens();) {
            latencies.recordValue(Long.parseLong(all.nextToken()));
        }
        return new LoadResult(messages, deliveries, messages * (load.peers() - 1) - deliveries, elapsed, latencies);
    }

    private String answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("the peers of ENet have failed");
        }
        return line;
    }

    @Override
    public ProcessUsage usage() {
        return new ProcessUsage(process.pid());
    }

    /** The peers say goodbye when their input ends. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit().completeOnTimeout(process, END_PATIENCE_SECONDS, TimeUnit.SECONDS).join().destroyForcibly();
    }
}

package io.github.udpchat.session;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port of loopback that nobody is at, and that nobody gets by chance while nobody is at it: it lies below those that the
 * system hands out.
 */
final class QuietPort {

    private static final int FIRST = 20_000;
    private static final int END = 30_000;
    private static final int TRIES = 100;

    private QuietPort() {}

    static InetSocketAddress next() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        for (int tries = 0; tries < TRIES; tries++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            try (DatagramSocket socket = new DatagramSocket(port, loopback)) {
                return (InetSocketAddress) socket.getLocalSocketAddress();
            } catch (BindException busy) {
                // The next one.
            }
        }
        throw new BindException("tried " + TRIES + " ports");
    }
}

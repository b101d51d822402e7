package io.github.udpchat.bench;

import java.io.IOException;

import io.github.udpchat.ChatServer;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.model.RateLimits;
import io.github.udpchat.network.Network;
import io.github.udpchat.network.UdpNetwork;
import io.github.udpchat.transport.linux.LinuxUdpNetwork;

/**
 * Our server in a process of its own, for one protocol, with virtual (the default) or platform threads, or with batched system
 * calls. No listener.
 */
final class UdpchatRelay {

    private static final int MAX_PEERS = 20_000;

    private UdpchatRelay() {}

    public static void main(String[] args) throws IOException {
        Network network = switch (args[0]) {
            case "virtual" -> UdpNetwork.create();
            case "platform" -> UdpNetwork.withThreads(Thread.ofPlatform().daemon().factory());
            case "linux" -> LinuxUdpNetwork.create();
            default -> throw new IllegalArgumentException("virtual, platform or linux, not " + args[0]);
        };
        try (ChatServer server = ChatServer.builder()
                .protocol(Protocol.valueOf(args[1]))
                .bind("127.0.0.1:0")
                .maxPeers(MAX_PEERS)
                .rateLimits(RateLimits.none())
                .network(network)
                .start()) {
            RelayProcess.announce(server.localAddress().getPort());
        }
    }
}

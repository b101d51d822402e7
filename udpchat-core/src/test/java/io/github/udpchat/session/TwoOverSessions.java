package io.github.udpchat.session;

import java.net.InetSocketAddress;
import java.time.Duration;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatServer;
import io.github.udpchat.Identity;
import io.github.udpchat.contract.ClientLog;
import io.github.udpchat.contract.ServerLog;
import io.github.udpchat.simulation.SimulatedNetwork;
import org.junit.jupiter.api.AfterEach;

/** Two clients on a network in virtual time, and a server that may crash and start again. */
abstract class TwoOverSessions {

    static final InetSocketAddress SERVER = new InetSocketAddress("127.0.0.1", 5_000);

    final SimulatedNetwork net;
    final ServerLog log = new ServerLog();
    final ClientLog benHears = new ClientLog();
    final ChatClient ana;
    final ChatClient ben;
    ChatServer server;
    private final Identity identity = Identity.of(new byte[32]);

    TwoOverSessions(long seed) {
        net = SimulatedNetwork.seeded(seed);
        server = start();
        ana = client("Ana", new ClientLog());
        ben = client("Ben", benHears);
    }

    @AfterEach
    void endOfTime() {
        net.close();
    }

    private ChatServer start() {
        return ChatServer.builder().network(net).bind(SERVER).identity(identity).listener(log).start();
    }

    ChatClient client(String name, ClientLog hears) {
        return ChatClient.builder().network(net).server(SERVER).name(name).listener(hears).connect();
    }

    void restart() {
        net.crash(SERVER);
        server.close();
        server = start();
    }

    void passes(long seconds) {
        net.advance(Duration.ofSeconds(seconds));
    }
}

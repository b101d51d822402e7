package io.github.udpchat.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatClientBuilder;
import io.github.udpchat.ChatServer;
import io.github.udpchat.ConnectFailedException;
import io.github.udpchat.Identity;
import io.github.udpchat.Room;
import io.github.udpchat.model.ConnectionState;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DisconnectReason;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.model.ReconnectPolicy;
import io.github.udpchat.model.RoomId;
import org.junit.jupiter.api.Test;

/** A server that closes when its members have everything. */
public abstract class DrainContract extends StageTest {

    /** What has not reached a server when it closes waits for the next session, and ends so when there is none: sent or not. */
    static final List<Delivery> TOO_LATE = List.of(
            new Delivery.Unconfirmed(Delivery.Cause.SESSION_LOST), new Delivery.Refused(DropReason.CLOSED));

    /** The contract. */
    protected DrainContract() {}

    private ChatClientBuilder sessionClient(ChatServer server, String name) {
        return client(server, name).protocol(Protocol.SESSION);
    }

    @Test
    void whatWasSaidBeforeIsDeliveredAndThenTheServerCloses() {
        ChatServer server = closing(server().protocol(Protocol.SESSION).start());
        ConnectionLog anaHears = new ConnectionLog();
        ChatClient ana = closing(sessionClient(server, "Ana").listener(anaHears).connect());
        ClientLog benHears = new ClientLog();
        closing(sessionClient(server, "Ben").listener(benHears).connect());
        List<CompletableFuture<Delivery>> outcomes = IntStream.range(0, 100)
                .mapToObj(i -> ana.lobby().send("line " + i)).toList();
        assertThat(outcomes.getFirst().join()).isInstanceOf(Delivery.Relayed.class);
        server.room(RoomId.LOBBY).send("back soon");
        CompletableFuture<Boolean> drained = server.drain(Duration.ofSeconds(30));
        assertThat(drained.join()).isTrue();
        stage.eventually(() -> assertThat(log.lines()).last().isEqualTo("closed: ByApplication[]"));
        stage.eventually(() -> assertThat(anaHears.states()).last()
                .isEqualTo(new ConnectionState.Reconnecting(new DisconnectReason.ServerClosed())));
        ana.close();
        List<String> relayed = IntStream.range(0, 100).filter(i -> outcomes.get(i).join() instanceof Delivery.Relayed)
                .mapToObj(i -> "line " + i).toList();
        stage.eventually(() -> assertThat(benHears.texts()).containsExactlyInAnyOrderElementsOf(
                IntStream.rangeClosed(0, relayed.size()).mapToObj(i -> i == 0 ? "back soon" : relayed.get(i - 1))
                        .toList()));
        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.join()).satisfiesAnyOf(
                end -> assertThat(end).isInstanceOf(Delivery.Relayed.class),
                end -> assertThat(end).isEqualTo(new Delivery.Refused(DropReason.SERVER_CLOSING)),
                end -> assertThat(end).isIn(TOO_LATE)));
    }

    @Test
    void itsMembersGoOnAtItsSuccessor() {
        Identity identity = Identity.fresh(new SecureRandom());
        ChatServer server = closing(server().protocol(Protocol.SESSION).identity(identity).start());
        ServerLog atSuccessor = new ServerLog();
        ChatServer successor = closing(
                server().protocol(Protocol.SESSION).identity(identity).listener(atSuccessor).start());
        ReconnectPolicy soon = ReconnectPolicy.defaults().firstWithin(Duration.ZERO);
        ChatClient ana = closing(sessionClient(server, "Ana").reconnect(soon).connect());
        ChatClient ben = closing(sessionClient(server, "Ben").reconnect(soon).connect());
        Room dev = ana.join("dev");
        ClientLog inDev = new ClientLog();
        ben.join("dev", inDev::onMessage);
        assertThat(server.drain(Duration.ofSeconds(30), successor.localAddress()).join()).isTrue();
        stage.eventually(() -> assertThat(atSuccessor.lines()).contains("Ana joined dev", "Ben joined dev"));
        assertThat(dev.send("as before").join()).isInstanceOf(Delivery.Relayed.class);
        stage.eventually(() -> assertThat(inDev.texts()).containsExactly("as before"));
        assertThat(ana.serverAddress()).isEqualTo(successor.localAddress());
    }

    @Test
    void aSuccessorThatCantBeOneIsRefused() {
        ChatServer server = closing(server().start());
        for (InetSocketAddress nowhere : List.of(InetSocketAddress.createUnresolved("chat.example.org", 5_000),
                new InetSocketAddress("127.0.0.1", 0), new InetSocketAddress("0.0.0.0", 5_000),
                new InetSocketAddress("255.255.255.255", 5_000), new InetSocketAddress("224.0.0.1", 5_000),
                new InetSocketAddress("fe80::1", 5_000))) {
            assertThatThrownBy(() -> server.drain(Duration.ZERO, nowhere)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("successor", nowhere.toString());
        }
        assertThat(server.drain(Duration.ZERO).join()).as("nothing has happened yet").isTrue();
    }

    @Test
    void nobodyGetsInMeanwhileAndNothingIsRelayed() {
        ChatServer server = closing(server().protocol(Protocol.SESSION).start());
        ClientLog slow = new ClientLog();
        ChatClient ana = closing(sessionClient(server, "Ana").listener(slow).connect());
        server.drain(Duration.ofHours(1)).thenAccept(all -> {
        });
        CompletableFuture<Delivery> late = ana.lobby().send("too late");
        stage.eventually(() -> assertThat(log.lines()).last().isEqualTo("closed: ByApplication[]"));
        ana.close();
        assertThat(late.join()).satisfiesAnyOf(
                end -> assertThat(end).isEqualTo(new Delivery.Refused(DropReason.SERVER_CLOSING)),
                end -> assertThat(end).isIn(TOO_LATE));
    }

    @Test
    void aServerWithoutMembersIsClosedAtOnce() {
        ChatServer server = closing(server().protocol(Protocol.SESSION).start());
        assertThat(server.drain(Duration.ZERO).join()).isTrue();
        assertThat(server.drain(Duration.ZERO).join()).as("it is closed").isFalse();
        assertThat(catchThrowableOfType(ConnectFailedException.class,
                () -> sessionClient(server, "Ana").connectTimeout(Duration.ofMillis(100)).connect()).reason())
                .isInstanceOf(DisconnectReason.TimedOut.class);
    }

    @Test
    void aTimeThatMeansNothingIsRefused() {
        ChatServer server = closing(server().start());
        assertThatThrownBy(() -> server.drain(Duration.ofNanos(-1))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("limit", "PT-0.000000001S");
        assertThatThrownBy(() -> server.drain(Duration.ofMinutes(61))).isInstanceOf(IllegalArgumentException.class);
        assertThat(server.drain(Duration.ofSeconds(1)).join()).as("classic").isTrue();
    }
}

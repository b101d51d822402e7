package io.github.udpchat.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.time.Duration;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatServer;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.model.RoomId;
import org.junit.jupiter.api.Test;

/** The classic protocol between server, clients and raw peers: PROTOCOL.md, section 1. */
public abstract class ClassicChatContract extends StageTest {

    /** The contract. */
    protected ClassicChatContract() {}

    @Test
    void firstDatagramRegistersAndIsNotRelayed() {
        ChatServer server = closing(server().start());
        RawPeer ben = registered(server, "Ben");
        RawPeer ana = registered(server, "Ana");
        ana.send(server.localAddress(), "[Ana]->hello");
        stage.eventually(() -> assertThat(ben.received()).containsExactly("[Ana]->hello"));
        assertThat(server.peers()).extracting(Peer::name).containsExactly("Ben", "Ana");
        assertThat(server.peers()).extracting(Peer::address).containsExactly(ben.address(), ana.address());
    }

    @Test
    void relaysToAllButTheSenderByteForByte() {
        ChatServer server = closing(server().start());
        RawPeer ana = registered(server, "Ana");
        RawPeer ben = registered(server, "Ben");
        RawPeer cleo = registered(server, "Cleo");
        String line = "no form, \u0000\u001b[2J tabs\t, größer, 漢字, 😀, \r\n end";
        ana.send(server.localAddress(), line);
        ben.send(server.localAddress(), "marker");
        stage.eventually(() -> {
            assertThat(ana.receivedTexts()).containsExactly("marker");
            assertThat(ben.receivedTexts()).containsExactly(line);
            assertThat(cleo.receivedTexts()).containsExactlyInAnyOrder(line, "marker");
        });
        stage.eventually(() -> assertThat(log.lines()).contains("Ana said " + line));
    }

    @Test
    void qqqLeavesSilently() {
        ChatServer server = closing(server().start());
        RawPeer ana = registered(server, "Ana");
        RawPeer ben = registered(server, "Ben");
        RawPeer cleo = registered(server, "Cleo");
        ana.send(server.localAddress(), "qqq");
        stage.eventually(() -> assertThat(log.lines()).contains("Ana left classic: Left[]"));
        ben.send(server.localAddress(), "after");
        stage.eventually(() -> assertThat(cleo.received()).containsExactly("after"));
        assertThat(ana.received()).isEmpty();
        assertThat(server.peers()).extracting(Peer::name).containsExactly("Ben", "Cleo");
    }

    @Test
    void onlyTheWholeMessageQqqLeaves() {
        ChatServer server = closing(server().start());
        RawPeer ana = registered(server, "Ana");
        RawPeer ben = registered(server, "Ben");
        ana.send(server.localAddress(), "[Ana]->qqq");
        stage.eventually(() -> assertThat(ben.received()).containsExactly("[Ana]->qqq"));
        assertThat(server.peers()).hasSize(2);
    }

    @Test
    void qqqOfAStrangerIsDroppedAndCounted() {
        ChatServer server = closing(server().start());
        RawPeer stranger = closing(new RawPeer(stage.network()));
        stranger.send(server.localAddress(), "qqq");
        stage.eventually(() -> assertThat(log.drops(DropReason.NOT_A_MEMBER)).isEqualTo(1));
        assertThat(server.stats().joins()).isZero();
    }

    @Test
    void whoHasLeftRegistersAnewUnderAnotherId() {
        ChatServer server = closing(server().start());
        RawPeer ana = registered(server, "Ana");
        ana.send(server.localAddress(), "qqq");
        ana.send(server.localAddress(), "Anna");
        stage.eventually(() -> assertThat(log.lines())
                .containsExactly("Ana joined classic", "Ana left classic: Left[]", "Anna joined classic"));
        assertThat(log.joined().get(1).id()).isGreaterThan(log.joined().get(0).id());
    }

    @Test
    void whatAPeerSaysRightAfterItsNameIsHeldUntilItIsIn() {
        ChatServer server = closing(server().start());
        RawPeer ben = registered(server, "Ben");
        RawPeer ana = closing(new RawPeer(stage.network()));
        ana.send(server.localAddress(), "Ana");
        ana.send(server.localAddress(), "one");
        ana.send(server.localAddress(), "two");
        ana.send(server.localAddress(), "qqq");
        stage.eventually(() -> assertThat(log.lines()).containsSubsequence(
                "Ana joined classic", "Ana said one", "Ana said two", "Ana left classic: Left[]"));
        stage.eventually(() -> assertThat(ben.received()).containsExactly("one", "two"));
    }

    @Test
    void whoLeavesAndComesBackBeforeItIsInIsInAgain() {
        ChatServer server = closing(server().start());
        RawPeer ben = registered(server, "Ben");
        RawPeer ana = closing(new RawPeer(stage.network()));
        for (String said : new String[] {"Ana", "one", "qqq", "qqq", "Anna", "two"}) {
            ana.send(server.localAddress(), said);
        }
        stage.eventually(() -> assertThat(log.lines()).containsSubsequence(
                "Ana said one", "Ana left classic: Left[]", "Anna joined classic", "Anna said two"));
        stage.eventually(() -> assertThat(ben.received()).containsExactly("one", "two"));
        assertThat(server.peers()).extracting(Peer::name).containsExactly("Ben", "Anna");
    }

    @Test
    void silentMemberIsGivenUpAndItsNextLineRegisters() {
        ChatServer server = closing(server().idleTimeout(Duration.ofMillis(300)).start());
        RawPeer ana = registered(server, "Ana");
        stage.eventually(() -> assertThat(log.lines()).contains("Ana left classic: TimedOut[idleTimeout=PT0.3S]"));
        ana.send(server.localAddress(), "[Ana]->still there?");
        stage.eventually(() -> assertThat(log.joined()).hasSize(2));
        assertThat(log.joined().get(1).name()).isEqualTo("Ana");
        assertThat(server.stats().messagesRelayed()).isZero();
    }

    @Test
    void oneMoreThanTheLimitIsRefused() {
        ChatServer server = closing(server().maxPeers(2).start());
        RawPeer ana = registered(server, "Ana");
        registered(server, "Ben");
        RawPeer cleo = closing(new RawPeer(stage.network()));
        cleo.send(server.localAddress(), "Cleo");
        stage.eventually(() -> assertThat(log.drops(DropReason.SERVER_FULL)).isEqualTo(1));
        ana.send(server.localAddress(), "qqq");
        cleo.send(server.localAddress(), "Cleo");
        stage.eventually(() -> assertThat(log.lines()).contains("Cleo joined classic"));
        assertThat(server.stats().traffic().drops(DropReason.SERVER_FULL)).isEqualTo(1);
    }

    @Test
    void applicationRemovesAMember() {
        ChatServer server = closing(server().start());
        RawPeer ana = registered(server, "Ana");
        RawPeer ben = registered(server, "Ben");
        assertThat(server.remove(log.joined().get(0).id(), "spam")).isTrue();
        assertThat(server.remove(log.joined().get(0).id(), "spam")).as("again").isFalse();
        ben.send(server.localAddress(), "gone?");
        stage.eventually(() -> assertThat(log.lines())
                .containsSubsequence("Ana left classic: Removed[why=spam]", "Ben said gone?"));
        assertThat(server.peers()).extracting(Peer::name).containsExactly("Ben");
        assertThat(ana.received()).isEmpty();
    }

    @Test
    void clientsHearEachOtherAndTheServer() {
        ChatServer server = closing(server().name("Host").start());
        ClientLog anaHears = new ClientLog();
        ClientLog benHears = new ClientLog();
        ChatClient ana = closing(client(server, "Ana").listener(anaHears).connect());
        ChatClient ben = closing(client(server, "Ben").listener(benHears).connect());
        stage.eventually(() -> assertThat(server.peers()).hasSize(2));

        assertThat(ana.lobby().send("größer").join())
                .isEqualTo(new Delivery.Unconfirmed(Delivery.Cause.NO_ACKNOWLEDGEMENT));
        stage.eventually(() -> assertThat(benHears.texts()).containsExactly("[Ana]->größer"));
        assertThat(benHears.messages().get(0).author()).contains("Ana");
        assertThat(benHears.messages().get(0).line()).isEqualTo("größer");
        assertThat(benHears.messages().get(0).room()).isEqualTo(RoomId.CLASSIC);

        assertThat(server.room(RoomId.CLASSIC).send("welcome").join())
                .isInstanceOfSatisfying(Delivery.Relayed.class, relayed -> {
                    assertThat(relayed.recipients()).isEqualTo(2);
                    assertThat(relayed.at().offset()).isEqualTo(1);
                });
        stage.eventually(() -> assertThat(anaHears.texts()).containsExactly("[Host]->welcome"));
        assertThat(ana.serverAddress()).isEqualTo(server.localAddress());

        ben.close();
        stage.eventually(() -> assertThat(log.lines()).contains("Ben left classic: Left[]"));
        assertThat(ben.lobby().send("too late").join()).isEqualTo(new Delivery.Refused(DropReason.CLOSED));
    }

    @Test
    void clientListensToItsServerAlone() {
        ChatServer server = closing(server().start());
        ClientLog hears = new ClientLog();
        ChatClient ana = closing(client(server, "Ana").listener(hears).connect());
        stage.eventually(() -> assertThat(server.peers()).hasSize(1));
        RawPeer stranger = closing(new RawPeer(stage.network()));
        stranger.send(ana.localAddress(), "[Ben]->pretending");
        stage.eventually(() -> assertThat(hears.drops(DropReason.NOT_FROM_SERVER)).isEqualTo(1));
        assertThat(hears.messages()).isEmpty();
    }

    @Test
    void clientRefusesWhatTheWireCannotCarry() {
        ChatServer server = closing(server().start());
        ChatClient ana = closing(client(server, "Ana").connect());
        String fits = "é".repeat((1024 - "[Ana]->".length()) / 2);
        RawPeer ben = registered(server, "Ben");
        stage.eventually(() -> assertThat(server.peers()).hasSize(2));
        ana.lobby().send(fits);
        stage.eventually(() -> assertThat(ben.receivedTexts()).containsExactly("[Ana]->" + fits));
        assertThatThrownBy(() -> ana.lobby().send(fits + "é"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("1025", "1024");
        assertThatThrownBy(() -> ana.lobby().send("\ud800"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("surrogate");
    }

    @Test
    void clientBindsARandomPortFrom6000To10000AndIsAGuestByDefault() {
        ChatServer server = closing(server().start());
        ChatClient guest = closing(ChatClient.builder()
                .protocol(Protocol.CLASSIC)
                .network(stage.network())
                .server(server.localAddress())
                .connect());
        assertThat(guest.localAddress().getPort()).isBetween(6000, 10_000);
        assertThat(guest.localAddress().getAddress().isLoopbackAddress()).isTrue();
        assertThat(guest.name()).matches("Guest[1-9][0-9]{3}");
        stage.eventually(() -> assertThat(log.lines()).containsExactly(guest.name() + " joined classic"));
    }

    @Test
    void ipv6AndHostNamesWork() {
        ChatServer six = closing(server().bind("::1", 0).start());
        ChatClient ana = closing(client(six, "Ana").connect());
        assertThat(ana.localAddress().getAddress()).isEqualTo(six.localAddress().getAddress());
        ChatServer named = closing(server().bind("localhost", 0).start());
        closing(client(named, "Ben").server("localhost", named.localAddress().getPort()).connect());
        stage.eventually(() -> assertThat(log.lines()).contains("Ana joined classic", "Ben joined classic"));
    }

    @Test
    void serverOnEveryAddressIsReachedThroughItsWildcardAddress() {
        ChatServer server = closing(server().bind("0.0.0.0", 0).start());
        ClientLog hears = new ClientLog();
        closing(client(server, "Ana").listener(hears).connect());
        stage.eventually(() -> assertThat(server.peers()).hasSize(1));
        server.room(RoomId.CLASSIC).send("welcome");
        stage.eventually(() -> assertThat(hears.texts()).containsExactly("[server]->welcome"));
        InetSocketAddress peer = server.peers().get(0).address();
        assertThat(peer.getAddress().isLoopbackAddress()).isTrue();
    }
}

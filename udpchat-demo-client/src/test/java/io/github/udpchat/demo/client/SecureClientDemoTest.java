package io.github.udpchat.demo.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatClientListener;
import io.github.udpchat.ChatServer;
import io.github.udpchat.Identity;
import io.github.udpchat.contract.RealStage;
import io.github.udpchat.contract.Stage;
import io.github.udpchat.contract.StageTest;
import io.github.udpchat.interop.Program;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.DirectMessage;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.model.RoomId;
import io.github.udpchat.network.UdpNetwork;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The client with {@code --secure} as a program in a process of its own, with pipes for its terminal. */
@Timeout(60)
class SecureClientDemoTest extends StageTest {

    private ChatServer server;
    private Program program;

    @Override
    protected Stage newStage() {
        return new RealStage(UdpNetwork.create());
    }

    @BeforeEach
    void startServer() {
        server = closing(server().protocol(Protocol.SESSION).start());
    }

    private void start(String... more) {
        String[] args = new String[more.length + 5];
        System.arraycopy(new String[] {"--secure", "--name", "Ana", "--server",
                "127.0.0.1:" + server.localAddress().getPort()}, 0, args, 0, 5);
        System.arraycopy(more, 0, args, 5, more.length);
        program = closing(Program.java(ClientDemo.class, args));
    }

    private void prints(String line) {
        stage.eventually(() -> assertThat(program.text().lines()).contains(line));
    }

    /** Whoever comes before Ana's listener has heard the list is in it, and does not come for her; it hears things in order. */
    private void anaKnowsWhoIsThere() {
        stage.eventually(() -> assertThat(server.peers()).hasSize(1));
        server.room(RoomId.LOBBY).send("ready").join();
        prints("[server]->ready");
    }

    private ChatClient ben() {
        return closing(client(server, "Ben").protocol(Protocol.SESSION).connect());
    }

    @Test
    void whatIsPipedInIsSaidWhereItBelongsBeforeTheClientLeaves() {
        ChatClient ben = ben();
        start("--key", server.key().orElseThrow().toString());
        program.type("hello");
        program.type("/join dev");
        program.type("//in dev");
        program.type("/leave");
        program.type("bye");
        program.endInput();
        assertThat(program.exitCode()).isZero();
        assertThat(program.errors()).isEmpty();
        assertThat(program.text().lines().skip(1))
                .containsExactly("* You are in dev", "* You have left dev, and are in lobby");
        stage.eventually(() -> assertThat(log.lines()).containsExactly("Ben joined lobby", "Ana joined lobby",
                "Ana said hello", "Ana joined dev", "Ana said /in dev", "Ana left dev: Left[]", "Ana said bye",
                "Ana left lobby: Left[]"));
        assertThat(ben.name()).isEqualTo("Ben");
    }

    @Test
    void historyShowsWhatWasSaidBeforeAndWhatWasHeardAndSaidSince() {
        ChatClient ben = ben();
        ben.lobby().send("before").join();
        start();
        // What is heard may be shown before that.
        stage.eventually(() -> assertThat(program.text()).contains("/help tells more\n"));
        ben.lobby().send("since").join();
        prints("[Ben]->since");
        program.type("mine");
        stage.eventually(() -> assertThat(log.lines()).contains("Ana said mine"));
        program.type("/join dev");
        program.type("/history");
        program.type("/join lobby");
        prints("* You are in lobby");
        program.type("/history");
        program.endInput();
        assertThat(program.exitCode()).isZero();
        assertThat(program.text().lines().skip(1).map(line -> line.replaceAll("\\d+ s", "N s"))).containsExactly(
                "[Ben]->since", "* You are in dev", "* Nothing was said in dev yet, as far as this client knows",
                "* You are in lobby", "(N s ago) [Ben]->before", "(N s ago) [Ben]->since", "(N s ago) [Ana]->mine");
    }

    @Test
    void showsWhoIsThereAndWhoComesAndGoes() {
        start();
        anaKnowsWhoIsThere();
        ChatClient ben = ben();
        prints("* Ben came to lobby");
        program.type("/who");
        prints("* In lobby: Ana, Ben");
        ben.close();
        prints("* Ben left lobby");
    }

    @Test
    void speaksToOneAlone() {
        start();
        anaKnowsWhoIsThere();
        BlockingQueue<DirectMessage> heard = new LinkedBlockingQueue<>();
        ChatClient ben = closing(client(server, "Ben the 2nd").protocol(Protocol.SESSION)
                .listener(new ChatClientListener() {
                    @Override
                    public void onMessage(ChatMessage message) {}

                    @Override
                    public void onDirect(DirectMessage message) {
                        heard.add(message);
                    }
                })
                .connect());
        prints("* Ben the 2nd came to lobby");
        program.type("/msg ben the 2nd psst");
        stage.eventually(() -> assertThat(heard).isNotEmpty());
        assertThat(heard.element().text()).isEqualTo("psst");
        ben.direct(heard.element().authorId(), "what? \u001b[2J").join();
        prints("(to you alone) [Ben the 2nd]->what? \\u{1B}[2J");
        program.type("/msg Ben hello");
        prints("* Nobody of that name is here, or nothing is said: /msg NAME TEXT. /who shows who is here");
        assertThat(log.lines()).noneMatch(line -> line.contains("psst"));
    }

    @Test
    void lossOfTheServerIsToldAndWhatWasSaidTooLateTooWithTheReason() {
        start();
        stage.eventually(() -> assertThat(server.peers()).hasSize(1));
        server.close();
        prints("* Connection lost: the server has closed. Trying again; what you say waits");
        program.type("too late");
        program.type("qqq");
        assertThat(program.exitCode()).isZero();
        assertThat(program.text()).endsWith("* Not sent, the client was closed: too late\n");
    }

    @Test
    void removedClientSaysSoAndEnds() {
        start();
        stage.eventually(() -> assertThat(server.peers()).hasSize(1));
        prints("Ana at 127.0.0.1 port " + server.peers().getFirst().address().getPort()
                + ", qqq leaves, /help tells more");
        server.remove(server.peers().getFirst().id(), "go \u001b[2J away");
        prints("* Disconnected: you were removed: \"go \\u{1B}[2J away\"");
        assertThat(program.exitCode()).isEqualTo(1);
    }

    @Test
    void whatCannotBeDoneIsToldAndTheClientGoesOn() {
        start();
        program.type("/join two  spaces");
        program.type("/join");
        program.type("/leave");
        program.type("/leave now");
        program.type("/dance");
        program.type("x".repeat(65_281));
        program.type("/quit");
        assertThat(program.exitCode()).isZero();
        assertThat(program.text().lines().skip(1)).satisfiesExactly(
                line -> assertThat(line).startsWith("* Not possible: room name must not begin or end with a space"),
                line -> assertThat(line).isEqualTo("* It is /join ROOM: enters a room, or goes back to it"),
                line -> assertThat(line).isEqualTo("* Not possible: the lobby is left with /quit"),
                line -> assertThat(line).isEqualTo("* It is /leave: leaves the current room"),
                line -> assertThat(line).startsWith("* There is no /dance: /help shows what there is"),
                line -> assertThat(line).startsWith("* Not possible: ").contains("65281", "65280"));
    }

    @Test
    void serverOfAnotherKeyIsRefused() {
        String other = Identity.fresh(stage.network().host().random()).key().toString();
        start("--key", other);
        // The client does not give up at once: anybody could have answered in the server's place.
        Awaitility.await().atMost(Stage.PATIENCE.multipliedBy(2)).until(() -> !program.errors().isEmpty());
        assertThat(program.exitCode()).isEqualTo(2);
        assertThat(program.errors()).hasLineCount(1).contains(server.key().orElseThrow().toString());
        assertThat(program.output()).isEmpty();
    }

    /** The address is no loopback address, and yet what were sent to it, in error, could not leave the loopback interface. */
    @Test
    void serverOnAnotherMachineMustBeKnownByItsKey() {
        program = closing(Program.java(ClientDemo.class, "--secure", "--server", "[fe80::1%1]:5000", "--name", "Ana"));
        assertThat(program.exitCode()).isEqualTo(2);
        assertThat(program.errors()).isEqualTo(
                "a server on another machine must be known by its key, which it prints when it starts: --key KEY\n");
    }

    @Test
    void keyOfAClassicServerIsRefused() {
        program = closing(Program.java(ClientDemo.class, "--key", "0".repeat(64)));
        assertThat(program.exitCode()).isEqualTo(2);
        assertThat(program.errors()).isEqualTo("--key needs --secure: a classic server has no key\n");
    }
}

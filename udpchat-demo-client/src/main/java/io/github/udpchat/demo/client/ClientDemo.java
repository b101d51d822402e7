package io.github.udpchat.demo.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatClientBuilder;
import io.github.udpchat.ChatException;
import io.github.udpchat.Trust;
import io.github.udpchat.model.PrintableText;
import io.github.udpchat.model.Protocol;

/** The chat client as a program: asks for a name, sends what is typed, prints what arrives, leaves on qqq. */
public final class ClientDemo {

    private static final String LEAVE = "qqq";

    /** How long a secure server has to let the client in. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private ClientDemo() {}

    /**
     * Takes {@code [--server HOST:PORT] [--name NAME] [--secure [--key KEY]]}; ends with code 2 when that can't be understood
     * or used, and with code 1 when a session has ended for good.
     *
     * @param args the arguments
     * @throws IOException if the terminal can't be read
     */
    public static void main(String[] args) throws IOException {
        try {
            ClientArguments said = ClientArguments.parse(args);
            ChatClientBuilder client = configured(said);
            try (Screen screen = Screen.open()) {
                if (said.name().isPresent() || askedForName(screen, client)) {
                    chat(screen, client, said.secure());
                }
            }
        } catch (IllegalArgumentException | ChatException e) {
            fail(e.getMessage());
        } catch (IllegalStateException notOnLoopback) {
            fail("a server on another machine must be known by its key, which it prints when it starts: --key KEY");
        }
    }

    private static ChatClientBuilder configured(ClientArguments said) {
        ChatClientBuilder client = ChatClient.builder()
                .protocol(said.secure() ? Protocol.SESSION : Protocol.CLASSIC)
                .connectTimeout(PATIENCE);
        said.server().ifPresent(client::server);
        said.name().ifPresent(client::name);
        said.key().ifPresent(key -> client.trust(Trust.pinned(key)));
        return client;
    }

    /** Asks for a name; an empty one leaves the choice to the library. Returns whether to go on. */
    private static boolean askedForName(Screen screen, ChatClientBuilder client) throws IOException {
        Optional<String> name = screen.ask("Name: ").filter(answer -> !answer.equals(LEAVE));
        name.filter(answer -> !answer.isEmpty()).ifPresent(client::name);
        return name.isPresent();
    }

    private static void chat(Screen screen, ChatClientBuilder builder, boolean secure) throws IOException {
        Talk talk = secure ? new SecureTalk(screen) : new ClassicTalk(screen);
        try (ChatClient client = builder.listener(talk.ears()).connect()) {
            Runtime.getRuntime().addShutdownHook(new Thread(client::close));
            screen.show(client.name() + " at " + shown(client.localAddress()) + ", qqq leaves"
                    + (secure ? ", /help tells more" : ""));
            Optional<String> line = screen.readLine(talk.prompt());
            while (line.isPresent() && !line.get().equals(LEAVE) && talk.take(client, line.get())) {
                line = screen.readLine(talk.prompt());
            }
            talk.end(client);
        }
    }

    private static void fail(String why) {
        System.err.println(PrintableText.of(why));
        System.exit(2);
    }

    private static String shown(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + " port " + address.getPort();
    }
}

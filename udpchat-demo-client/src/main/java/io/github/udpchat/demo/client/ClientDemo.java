package io.github.udpchat.demo.client;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatClientBuilder;
import io.github.udpchat.ChatException;
import io.github.udpchat.model.PrintableText;
import io.github.udpchat.model.Protocol;

/** The classic chat client as a program: asks for a name, sends what is typed, prints what arrives, leaves on qqq. */
public final class ClientDemo {

    private static final PrintStream OUT = new PrintStream(new FileOutputStream(FileDescriptor.out), true,
            StandardCharsets.UTF_8);

    private ClientDemo() {}

    /**
     * Takes {@code [--server HOST:PORT] [--name NAME]}; ends with code 2 when that can't be understood or used.
     *
     * @param args the arguments
     * @throws IOException if the terminal can't be read
     */
    public static void main(String[] args) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try {
            ChatClientBuilder client = configured(args);
            if (Arrays.asList(args).contains("--name") || askedForName(in, client)) {
                chat(in, client);
            }
        } catch (IllegalArgumentException | ChatException e) {
            System.err.println(PrintableText.of(e.getMessage()));
            System.exit(2);
        }
    }

    private static ChatClientBuilder configured(String... args) {
        ChatClientBuilder client = ChatClient.builder()
                .protocol(Protocol.CLASSIC)
                .listener(message -> OUT.println(PrintableText.of(message.text())));
        for (Iterator<String> rest = Arrays.asList(args).iterator(); rest.hasNext();) {
            switch (rest.next() + (rest.hasNext() ? "" : " without a value")) {
                case "--server" -> client.server(rest.next());
                case "--name" -> client.name(rest.next());
                default -> throw new IllegalArgumentException(
                        "usage: udpchat-demo-client [--server HOST:PORT] [--name NAME]");
            }
        }
        return client;
    }

    /** Asks for a name; an empty one leaves the choice to the library. Returns whether to go on. */
    private static boolean askedForName(BufferedReader in, ChatClientBuilder client) throws IOException {
        OUT.print("Name: ");
        OUT.flush();
        String name = in.readLine();
        if (name != null && !name.isEmpty() && !name.equals("qqq")) {
            client.name(name);
        }
        return name != null && !name.equals("qqq");
    }

    private static void chat(BufferedReader in, ChatClientBuilder builder) throws IOException {
        try (ChatClient client = builder.connect()) {
            Runtime.getRuntime().addShutdownHook(new Thread(client::close));
            OUT.println(PrintableText.of(client.name()) + " at " + shown(client.localAddress()) + ", qqq leaves");
            for (String line = in.readLine(); line != null && !line.equals("qqq"); line = in.readLine()) {
                say(client, line);
            }
        }
    }

    private static void say(ChatClient client, String line) {
        try {
            if (!line.isEmpty()) {
                client.lobby().send(line);
            }
        } catch (IllegalArgumentException tooLong) {
            OUT.println("Not sent: " + PrintableText.of(tooLong.getMessage()));
        }
    }

    private static String shown(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + " port " + address.getPort();
    }
}

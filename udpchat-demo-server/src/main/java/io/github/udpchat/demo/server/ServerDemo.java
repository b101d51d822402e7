package io.github.udpchat.demo.server;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

import io.github.udpchat.ChatException;
import io.github.udpchat.ChatServer;
import io.github.udpchat.ChatServerListener;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PrintableText;
import io.github.udpchat.model.Protocol;

/** The classic chat server as a program: one room, every message printed and relayed. */
public final class ServerDemo {

    private static final PrintStream OUT = new PrintStream(new FileOutputStream(FileDescriptor.out), true,
            StandardCharsets.UTF_8);

    private ServerDemo() {}

    /**
     * Takes {@code [--bind HOST:PORT]}; ends with code 2 when that can't be understood or bound.
     *
     * @param args the arguments
     * @throws InterruptedException never: nobody interrupts the main thread
     */
    public static void main(String[] args) throws InterruptedException {
        try (ChatServer server = start(args)) {
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            OUT.println("Server running at " + shown(server.localAddress()));
            server.awaitClosed();
        } catch (IllegalArgumentException | ChatException e) {
            System.err.println(PrintableText.of(e.getMessage()));
            System.exit(2);
        }
    }

    private static ChatServer start(String... args) {
        if (args.length != 0 && (args.length != 2 || !args[0].equals("--bind"))) {
            throw new IllegalArgumentException("usage: udpchat-demo-server [--bind HOST:PORT]");
        }
        return ChatServer.builder()
                .protocol(Protocol.CLASSIC)
                .bind(args.length == 0 ? "127.0.0.1:" + ChatServer.DEFAULT_PORT : args[1])
                .listener(new ChatServerListener() {
                    @Override
                    public void onMessage(Peer from, ChatMessage message) {
                        OUT.println(shown(from.address()) + PrintableText.of(message.text()));
                    }
                })
                .start();
    }

    private static String shown(InetSocketAddress address) {
        return "('" + address.getAddress().getHostAddress() + "', " + address.getPort() + ")";
    }
}

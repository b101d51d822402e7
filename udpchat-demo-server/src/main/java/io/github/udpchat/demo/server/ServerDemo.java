package io.github.udpchat.demo.server;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

import io.github.udpchat.ChatException;
import io.github.udpchat.ChatServer;
import io.github.udpchat.ChatServerBuilder;
import io.github.udpchat.ChatServerListener;
import io.github.udpchat.Identity;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PrintableText;
import io.github.udpchat.model.Protocol;

/** The chat server as a program: every message printed and relayed; in one room, or with --secure in as many as people make. */
public final class ServerDemo {

    private static final PrintStream OUT = new PrintStream(new FileOutputStream(FileDescriptor.out), true,
            StandardCharsets.UTF_8);

    private ServerDemo() {}

    /**
     * Takes {@code [--bind HOST:PORT] [--secure [--identity FILE]]}; ends with code 2 when that can't be understood or bound.
     *
     * @param args the arguments
     * @throws InterruptedException never: nobody interrupts the main thread
     */
    public static void main(String[] args) throws InterruptedException {
        try (ChatServer server = configured(ServerArguments.parse(args)).start()) {
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            OUT.println("Server running at " + shown(server.localAddress()));
            server.key().ifPresent(key -> OUT.println("Clients know it by --key " + key));
            server.awaitClosed();
        } catch (IllegalArgumentException | ChatException e) {
            fail(e.getMessage());
        } catch (IllegalStateException notOnLoopback) {
            fail("a server for other machines must be known by a lasting key: --identity FILE");
        }
    }

    private static ChatServerBuilder configured(ServerArguments said) {
        ChatServerBuilder server = ChatServer.builder();
        said.bind().ifPresent(server::bind);
        said.identity().ifPresent(file -> server.identity(Identity.file(file)));
        if (said.secure()) {
            return server.listener(new RoomsLog(OUT));
        }
        return server.protocol(Protocol.CLASSIC).listener(new ChatServerListener() {
            @Override
            public void onMessage(Peer from, ChatMessage message) {
                OUT.println(shown(from.address()) + PrintableText.of(message.text()));
            }
        });
    }

    private static void fail(String why) {
        System.err.println(PrintableText.of(why));
        System.exit(2);
    }

    private static String shown(InetSocketAddress address) {
        return "('" + address.getAddress().getHostAddress() + "', " + address.getPort() + ")";
    }
}

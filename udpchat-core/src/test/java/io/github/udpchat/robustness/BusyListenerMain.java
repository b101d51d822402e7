package io.github.udpchat.robustness;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.udpchat.ChatServer;
import io.github.udpchat.ChatServerListener;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.model.RoomId;

/**
 * Two servers, one of them with a listener that computes without end from its first message on. Prints how many of its
 * messages are relayed all the same, and whether the other server's listener still hears of a join.
 */
final class BusyListenerMain {

    private static final int MESSAGES = 200;
    private static final int PATIENCE_MILLIS = 10_000;

    private BusyListenerMain() {}

    public static void main(String[] args) throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch joinedOther = new CountDownLatch(1);
        ChatServer server = start(new ChatServerListener() {
            @Override
            public void onMessage(Peer from, ChatMessage message) {
                busy.countDown();
                while (true) {
                    Thread.onSpinWait();
                }
            }
        });
        ChatServer other = start(new ChatServerListener() {
            @Override
            public void onJoined(Peer peer, RoomId room) {
                joinedOther.countDown();
            }
        });
        try (DatagramSocket ana = socket(); DatagramSocket ben = socket()) {
            send(ana, server, "Ana");
            send(ben, server, "Ben");
            while (server.peers().size() < 2) {
                Thread.onSpinWait();
            }
            send(ana, server, "wake up");
            busy.await();
            int relayed = receive(ben) ? 1 : 0;
            boolean goesOn = relayed == 1;
            for (int i = 1; i < MESSAGES && goesOn; i++) {
                send(ana, server, "line " + i);
                goesOn = receive(ben);
                relayed += goesOn ? 1 : 0;
            }
            System.out.println("relayed " + relayed + " of " + MESSAGES);
            send(ana, other, "Ana");
            System.out.println("other hears " + joinedOther.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
        }
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    private static ChatServer start(ChatServerListener listener) {
        return ChatServer.builder().protocol(Protocol.CLASSIC).bind("127.0.0.1", 0).listener(listener).start();
    }

    private static DatagramSocket socket() throws IOException {
        DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static void send(DatagramSocket from, ChatServer to, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        from.send(new DatagramPacket(bytes, bytes.length, to.localAddress()));
    }

    private static boolean receive(DatagramSocket socket) {
        try {
            socket.receive(new DatagramPacket(new byte[1024], 1024));
            return true;
        } catch (IOException nothingCame) {
            return false;
        }
    }
}

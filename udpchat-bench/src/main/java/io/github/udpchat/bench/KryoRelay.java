package io.github.udpchat.bench;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;

import com.esotericsoftware.kryonet.Connection;
import com.esotericsoftware.kryonet.Listener;
import com.esotericsoftware.kryonet.Server;
import com.esotericsoftware.minlog.Log;

/**
 * A relay as KryoNet's users would write it, over that library's own protocol: TCP to connect and to stay connected, UDP for
 * what is said. An array of bytes is the cheapest object that it can carry.
 */
final class KryoRelay {

    static final int WRITE_BYTES = 16_384;
    static final int OBJECT_BYTES = 2_048;

    private KryoRelay() {}

    public static void main(String[] args) throws IOException {
        Log.ERROR();
        Server server = new Server(WRITE_BYTES, OBJECT_BYTES);
        server.getKryo().register(byte[].class);
        server.addListener(new Listener() {
            @Override
            public void received(Connection author, Object object) {
                if (object instanceof byte[] text) {
                    server.sendToAllExceptUDP(author.getID(), text);
                }
            }
        });
        InetSocketAddress address = freeAddress();
        server.bind(address, address);
        server.start();
        RelayProcess.announce(address.getPort());
        server.stop();
    }

    /** The library does not tell which port it got for port 0. */
    private static InetSocketAddress freeAddress() throws IOException {
        try (DatagramSocket probe = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return (InetSocketAddress) probe.getLocalSocketAddress();
        }
    }
}

package io.github.udpchat.robustness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.github.udpchat.ChatServer;
import io.github.udpchat.contract.RealStage;
import io.github.udpchat.contract.Stage;
import io.github.udpchat.contract.StageTest;
import io.github.udpchat.network.UdpNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A crowd that joins as fast as datagrams can be sent, over UDP, like all clients of a server that was started again. Of
 * 1,024 there were some hundred let in while joins were refused as soon as 64 were being decided.
 */
@Timeout(30)
class RushTest extends StageTest {

    private static final int CROWD = 1000;

    /** So many datagrams fit into the smallest receive buffer that a system gives us; more under way may be lost there. */
    private static final int UNDER_WAY = 128;

    @Override
    protected Stage newStage() {
        return new RealStage(UdpNetwork.create());
    }

    private List<DatagramChannel> crowd() throws IOException {
        List<DatagramChannel> crowd = new ArrayList<>();
        for (int i = 0; i < CROWD; i++) {
            crowd.add(closing(DatagramChannel.open()).bind(new InetSocketAddress("127.0.0.1", 0)));
        }
        return crowd;
    }

    @Test
    void crowdThatComesAtOnceIsLetInToTheLast() throws IOException {
        List<DatagramChannel> crowd = crowd();
        ChatServer server = closing(server().maxPeers(CROWD).start());
        for (int i = 0; i < CROWD; i++) {
            int sent = i;
            if (i % UNDER_WAY == 0) {
                stage.eventually(() -> assertThat(server.stats().traffic().datagramsReceived()).isEqualTo(sent));
            }
            ByteBuffer name = ByteBuffer.wrap(("peer " + i).getBytes(StandardCharsets.UTF_8));
            crowd.get(i).send(name, server.localAddress());
        }
        stage.eventually(() -> assertThat(server.stats().traffic().datagramsReceived()).isEqualTo(CROWD));
        stage.eventually(() -> assertThat(server.stats().waiting()).isZero());
        assertThat(server.stats().traffic().drops()).isEmpty();
        assertThat(server.peers()).hasSize(CROWD);
    }
}

package io.github.udpchat.internal.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.github.udpchat.internal.machine.ClientEvent;
import io.github.udpchat.internal.machine.Dropped;
import io.github.udpchat.internal.machine.Machine;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.RoomId;
import io.github.udpchat.model.TrafficStats;
import org.junit.jupiter.api.Test;

/** The classic protocol's client, and the speaker that makes its lines. */
class ClassicClientTest {

    private static final TrafficStats TRAFFIC = new TrafficStats(0, 0, 0, 0, Map.of());
    private static final InetSocketAddress SERVER = new InetSocketAddress("127.0.0.1", 5000);

    private final ClassicClient client = new ClassicClient(SERVER, "Ana", 32);
    private final Outbox out = new Outbox();

    private String sent() {
        assertThat(out.recipient()).isEqualTo(SERVER);
        String text = StandardCharsets.UTF_8.decode(out.datagram().duplicate()).toString();
        out.removeSend();
        return text;
    }

    private void receive(InetSocketAddress from, String text) {
        client.onDatagram(0, from, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), out);
    }

    @Test
    void saysItsNameThenLinesThenQqqAndNothingElse() {
        client.onStart(0, out);
        assertThat(sent()).isEqualTo("Ana");
        ClassicSpeaker speaker = new ClassicSpeaker("Ana", 32);
        CompletableFuture<Delivery> outcome = new CompletableFuture<>();
        client.send(0, RoomId.CLASSIC, speaker.datagram(Payload.utf8("hello")), outcome, out);
        assertThat(outcome)
                .isCompletedWithValue(new Delivery.Unconfirmed(Delivery.Cause.NO_ACKNOWLEDGEMENT));
        assertThat(sent()).isEqualTo("[Ana]->hello");
        client.onTimer(Long.MAX_VALUE / 2, out);
        client.onClose(1, out);
        assertThat(sent()).isEqualTo("qqq");
        assertThat(out.sends()).isZero();
        assertThat(client.nextDeadline()).isEqualTo(Machine.NEVER);
        assertThat(client.stats(TRAFFIC).messagesSent()).isEqualTo(1);
    }

    @Test
    void strangersAreDroppedBeforeTheirBytesAreLookedAt() {
        receive(new InetSocketAddress("127.0.0.1", 5001), "x".repeat(33));
        receive(new InetSocketAddress("127.0.0.2", 5000), "hello");
        assertThat(out.notices()).hasSize(2).containsOnly(Dropped.of(DropReason.NOT_FROM_SERVER));
        assertThat(client.stats(TRAFFIC).messagesReceived()).isZero();
    }

    @Test
    void whatTheServerSendsIsReadStrictly() {
        receive(SERVER, "");
        receive(SERVER, "x".repeat(33));
        client.onDatagram(0, SERVER, ByteBuffer.wrap(new byte[] {(byte) 0xC0, (byte) 0x80}), out);
        assertThat(out.notices()).containsExactly(
                Dropped.of(DropReason.EMPTY), Dropped.of(DropReason.TOO_LARGE), Dropped.of(DropReason.NOT_UTF8));
        out.notices().clear();
        receive(SERVER, "[Ben]->" + "x".repeat(25));
        assertThat(out.notices()).singleElement().isInstanceOf(ClientEvent.Received.class);
        assertThat(client.stats(TRAFFIC).messagesReceived()).isEqualTo(1);
    }

    @Test
    void qqqHasNoMeaningToAClient() {
        receive(SERVER, "qqq");
        assertThat(out.notices()).singleElement().isInstanceOfSatisfying(
                ClientEvent.Received.class, received -> assertThat(received.message().text()).isEqualTo("qqq"));
        assertThat(out.sends()).isZero();
    }

    @Test
    void speakerRefusesNamesThatCannotBeSaid() {
        assertThatThrownBy(() -> new ClassicSpeaker("", 32))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("name").hasMessageContaining("\"\"");
        assertThatThrownBy(() -> new ClassicSpeaker("qqq", 32))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("\"qqq\"");
        assertThatThrownBy(() -> new ClassicSpeaker("\u001B[31m€".repeat(6), 32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("52 bytes").hasMessageContaining("32").hasMessageNotContaining("\u001B");
        assertThatThrownBy(() -> new ClassicSpeaker("\uD800", 32)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ClassicSpeaker("a]->b", 32))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("a]->b");
        assertThatThrownBy(() -> new ClassicSpeaker("x".repeat(28), 32))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("no room");
        assertThat(new ClassicSpeaker("x".repeat(27), 32).datagram(Payload.utf8("y")).remaining()).isEqualTo(32);
    }

    @Test
    void lineMayFillTheDatagramAndNotOneByteMore() {
        ClassicSpeaker speaker = new ClassicSpeaker("Ana", 32);
        int room = 32 - "[Ana]->".length();
        assertThat(speaker.datagram(Payload.utf8("x".repeat(room))).remaining()).isEqualTo(32);
        assertThatThrownBy(() -> speaker.datagram(Payload.utf8("x".repeat(room + 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("33 bytes").hasMessageContaining("32");
        assertThatThrownBy(() -> speaker.datagram(Payload.utf8("€".repeat(room / 3 + 1))))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("34 bytes");
        assertThatThrownBy(() -> speaker.datagram(Payload.copyOf(new byte[] {(byte) 0xFF})))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("UTF-8").hasMessageContaining("ff");
    }
}

package io.github.udpchat.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.udpchat.internal.classic.ClassicClient;
import io.github.udpchat.internal.classic.ClassicSpeaker;
import io.github.udpchat.internal.machine.ClientEvent;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.wire.ClassicFormat;
import io.github.udpchat.internal.wire.ClassicFrame;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.RoomId;

/** Datagrams of the classic protocol: PROTOCOL.md, section 1. */
class ClassicFuzzTest {

    private static final int MOST_BYTES = ServerWorld.MOST_CLASSIC_BYTES;
    private static final InetSocketAddress ANA = Drain.address("127.0.0.1", 4001);
    private static final InetSocketAddress BEN = Drain.address("127.0.0.1", 4002);
    private static final InetSocketAddress ZOE = Drain.address("192.0.2.1", 4003);

    @FuzzTest
    void datagramsAreReadAsTheyAreWrittenAndHeardByAClient(byte[] bytes) {
        ClassicFormat format = new ClassicFormat(MOST_BYTES);
        ClassicFrame frame = format.read(ByteBuffer.wrap(bytes).asReadOnlyBuffer());
        switch (frame) {
            case ClassicFrame.Malformed(DropReason why) -> assertThat(why).isEqualTo(reason(bytes));
            case ClassicFrame.Leave leave -> assertThat(bytes).isEqualTo("qqq".getBytes(StandardCharsets.UTF_8));
            case ClassicFrame.Text text -> {
                assertThat(reason(bytes)).isNull();
                assertThat(ClassicFormat.write(text.text())).isEqualTo(ByteBuffer.wrap(bytes));
                requireTakenApart(ClassicFormat.message(RoomId.CLASSIC, text), text.text());
                speak(text.text());
            }
        }
        heard(bytes, frame);
    }

    private static DropReason reason(byte[] bytes) {
        if (bytes.length > MOST_BYTES) {
            return DropReason.TOO_LARGE;
        }
        try {
            Payload.copyOf(bytes).decodeUtf8();
            return bytes.length == 0 ? DropReason.EMPTY : null;
        } catch (CharacterCodingException e) {
            return DropReason.NOT_UTF8;
        }
    }

    private static void requireTakenApart(ChatMessage message, String text) {
        String line = new String(message.content().toByteArray(), StandardCharsets.UTF_8);
        assertThat(message.author().map(name -> "[" + name + "]->" + line).orElse(line)).isEqualTo(text);
        assertThat(message.author().map(String::isEmpty)).isNotEqualTo(Optional.of(true));
        assertThat(ClassicFormat.registeredName(text)).isEqualTo(message.author().orElse(text));
    }

    /** Who may say a line under a name is heard with that line, under that name. */
    private static void speak(String text) {
        int middle = text.length() / 2;
        String name = text.substring(0, middle);
        String line = text.substring(middle);
        try {
            ByteBuffer datagram = new ClassicSpeaker(name, MOST_BYTES).datagram(Payload.utf8(line));
            assertThat(datagram.remaining()).isLessThanOrEqualTo(MOST_BYTES);
            ClassicFrame.Text read = (ClassicFrame.Text) new ClassicFormat(MOST_BYTES).read(datagram);
            ChatMessage message = ClassicFormat.message(RoomId.CLASSIC, read);
            assertThat(message.author()).contains(name);
            assertThat(message.content()).isEqualTo(Payload.utf8(line));
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageMatching("(?s)[^\\p{Cc}\\p{Cf}]+");
        }
    }

    private static void heard(byte[] bytes, ClassicFrame frame) {
        Outbox out = new Outbox();
        Drain drain = new Drain();
        ClassicClient client = new ClassicClient(BEN, "Ana", MOST_BYTES);
        client.onDatagram(0, ANA, ByteBuffer.wrap(bytes), out);
        drain.take(0, out);
        assertThat(drain.drops).containsExactly(DropReason.NOT_FROM_SERVER);
        client.onDatagram(0, BEN, ByteBuffer.wrap(bytes), out);
        drain.take(0, out);
        assertThat(drain.sent).isEmpty();
        if (frame instanceof ClassicFrame.Malformed(DropReason why)) {
            assertThat(drain.drops).containsExactly(DropReason.NOT_FROM_SERVER, why);
            assertThat(drain.events).isEmpty();
        } else {
            assertThat(drain.events).hasSize(1).first().isInstanceOfSatisfying(ClientEvent.Received.class,
                    event -> assertThat(event.message().text().getBytes(StandardCharsets.UTF_8)).isEqualTo(bytes));
        }
    }

    /** A script of datagrams from three addresses, and of time: what a member says reaches all others byte for byte. */
    @FuzzTest
    void serverPassesLinesOnByteForByte(byte[] bytes) {
        FuzzInput script = new FuzzInput(bytes);
        ServerWorld world = new ServerWorld();
        List<InetSocketAddress> addresses = List.of(ANA, BEN, ZOE);
        while (script.hasMore()) {
            int kind = script.next(8);
            InetSocketAddress from = addresses.get(script.next(addresses.size()));
            if (kind == 7) {
                world.passes(Duration.ofMillis(script.nextTwo()));
            } else {
                say(world, from, kind == 6 ? "qqq".getBytes(StandardCharsets.UTF_8) : script.piece());
            }
        }
        world.allAreSilent();
    }

    private static void say(ServerWorld world, InetSocketAddress from, byte[] datagram) {
        if (datagram.length > 0 && Byte.toUnsignedInt(datagram[0]) >= 0xF8) {
            return;
        }
        List<InetSocketAddress> before = members(world);
        world.drain.forget();
        world.arrives(from, datagram);
        DropReason why = reason(datagram);
        boolean leaves = Arrays.equals(datagram, "qqq".getBytes(StandardCharsets.UTF_8));
        if (why != null || leaves && !before.contains(from)) {
            assertThat(world.drain.drops).containsExactly(why == null ? DropReason.NOT_A_MEMBER : why);
            assertThat(members(world)).isEqualTo(before);
        } else if (leaves) {
            assertThat(members(world)).doesNotContain(from);
        } else {
            assertThat(members(world)).contains(from);
        }
        boolean relayed = why == null && !leaves && before.contains(from);
        assertThat(world.drain.sent).hasSize(relayed ? before.size() - 1 : 0);
        assertThat(world.drain.sent).allSatisfy(sent -> {
            assertThat(sent.datagram()).isEqualTo(datagram);
            assertThat(before).contains(sent.to());
            assertThat(sent.to()).isNotEqualTo(from);
        });
    }

    private static List<InetSocketAddress> members(ServerWorld world) {
        return world.hub.peers().stream().map(peer -> peer.address()).toList();
    }
}

package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.session.VectorFile.Section;
import io.github.udpchat.internal.wire.ChannelId;
import io.github.udpchat.internal.wire.Frame;
import io.github.udpchat.internal.wire.FrameReader;
import io.github.udpchat.internal.wire.Limits;
import io.github.udpchat.internal.wire.MalformedException;
import io.github.udpchat.model.DropReason;
import org.jspecify.annotations.Nullable;

/** What a side of a session makes of the frames that come: PROTOCOL.md, sections 2.8 to 2.11. */
final class LinkVectors {

    void malformed(Section s) throws MalformedException {
        Receiver receiver = receiver(s);
        assertThat(receiver.receive(s.buffer("frames"))).as(s.text("why")).isEqualTo(DropReason.PROTOCOL_VIOLATION);
        assertThat(receiver.delivered).isEmpty();
        assertThat(receiver.ends).singleElement().isInstanceOf(SessionEnd.Violation.class);
        assertThat(receiver.closeCodes()).containsExactly((long) CloseCode.VIOLATION);
    }

    void accepted(Section s) throws MalformedException {
        Receiver receiver = receiver(s);
        assertThat(receiver.receive(s.buffer("frames"))).as(s.text("why")).isNull();
        receiver.nameWhatCameOn(s.buffer("frames"));
        // The vectors tell channel:number:content; no application hears numbers.
        assertThat(receiver.delivered).containsExactlyElementsOf(Stream.of(s.text("delivered").split(" "))
                .filter(message -> !message.isEmpty())
                .map(message -> message.replaceFirst(":\\d+:", ":"))
                .toList());
        assertThat(receiver.ends).noneMatch(SessionEnd.Violation.class::isInstance);
        assertThat(receiver.closeCodes()).doesNotContain((long) CloseCode.VIOLATION);
    }

    /** The side of a session that a section describes, after all that was before. */
    private static Receiver receiver(Section s) throws MalformedException {
        boolean client = s.text("to").equals("client");
        Receiver receiver = new Receiver(client, Objects.requireNonNull(Limits.read(s.buffer("limits"))));
        if (!client) {
            receiver.open(s.text("opened"));
            receiver.end(s.text("ended"));
        }
        receiver.send(s.number("sent"));
        for (ByteBuffer before : s.numbered("before")) {
            assertThat(receiver.receive(before)).as("what was before").isNull();
            receiver.nameWhatCameOn(before);
        }
        assertThat(receiver.ends).isEmpty();
        receiver.delivered.clear();
        return receiver;
    }

    /** A link, with an application that takes everything at once, and a peer that may send what it likes. */
    private static final class Receiver implements LinkOwner {

        private static final InetSocketAddress PEER = new InetSocketAddress(5000);
        private static final Limits PEERS_LIMITS = new Limits(65_536, 262_144, 64, 30);

        final List<String> delivered = new ArrayList<>();
        final List<SessionEnd> ends = new ArrayList<>();
        private final boolean client;
        private final Aead aead = new Aead();
        private final Link link;
        private final PacketSealer peersSealer = new PacketSealer(1, secret(2), aead);
        private final PacketOpener peersOpener = new PacketOpener(secret(3), aead);
        private final Outbox out = new Outbox();
        private final Set<Long> named = new TreeSet<>();

        Receiver(boolean client, Limits own) {
            this.client = client;
            this.link = new Link(0, new LinkKeys(client, 1, secret(3), secret(2), own, PEERS_LIMITS, aead,
                    new ScriptedEntropy()), PEER, new Scratch(), new Holdings(Long.MAX_VALUE), this);
        }

        private static TrafficSecret secret(int filling) {
            byte[] secret = new byte[32];
            Arrays.fill(secret, (byte) filling);
            return new TrafficSecret(secret);
        }

        void open(String channels) {
            numbers(channels).forEach(link.channels()::open);
        }

        void end(String channels) {
            numbers(channels).forEach(link.channels()::end);
        }

        private static List<Long> numbers(String text) {
            return Stream.of(text.split(" ")).filter(number -> !number.isEmpty()).map(Long::valueOf).toList();
        }

        /** Sends packets with the numbers below this one. */
        void send(long count) {
            link.flush(0, out);
            while (out.sends() < count) {
                link.probe(0, out);
            }
        }

        @Nullable
        DropReason receive(ByteBuffer frames) {
            return link.onData(0, peersSealer.seal(frames.duplicate()), out);
        }

        /** At a client: channel 0 has named the channels that these frames are about. */
        void nameWhatCameOn(ByteBuffer frames) throws MalformedException {
            for (Frame frame : client ? FrameReader.read(frames, true) : List.<Frame>of()) {
                switch (frame) {
                    case Frame.Message message -> name(message.channel());
                    case Frame.Fragment fragment -> name(fragment.channel());
                    case Frame.End end -> name(end.channel());
                    default -> throw new AssertionError("nothing is named by " + frame);
                }
            }
        }

        private void name(long channel) throws MalformedException {
            if (named.add(channel)) {
                link.name(0, channel, out);
            }
        }

        /** {@return the codes of all CLOSEs that were sent} */
        List<Long> closeCodes() throws MalformedException {
            List<Long> codes = new ArrayList<>();
            for (ByteBuffer datagram : VectorParties.sent(out)) {
                ByteBuffer frames = ByteBuffer.allocate(datagram.remaining());
                assertThat(peersOpener.open(datagram, frames)).isNull();
                FrameReader.read(frames.flip(), !client).stream()
                        .filter(Frame.Close.class::isInstance)
                        .forEach(close -> codes.add(((Frame.Close) close).code()));
            }
            return codes;
        }

        @Override
        public void onHeard(long now) {}

        @Override
        public void onMessage(long now, Incoming.Arrival message, Outbox ignored) {
            delivered.add(message.channel() + ":" + HexFormat.of().formatHex(KeyVectors.bytes(message.content())));
            if (message.channel() != ChannelId.CONTROL) {
                link.taken(now, message, out);
            }
        }

        @Override
        public void onEnd(long now, SessionEnd why, Outbox ignored) {
            ends.add(why);
        }
    }
}

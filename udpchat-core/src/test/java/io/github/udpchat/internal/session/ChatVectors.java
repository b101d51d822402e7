package io.github.udpchat.internal.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;

import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.session.VectorFile.Section;
import io.github.udpchat.internal.session.VectorParties.Stage;
import io.github.udpchat.internal.wire.ChannelId;
import io.github.udpchat.internal.wire.ControlMessage;
import io.github.udpchat.internal.wire.Frame;
import io.github.udpchat.internal.wire.FrameReader;
import io.github.udpchat.internal.wire.MalformedException;
import io.github.udpchat.internal.wire.RoomFormat;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Payload;

/** What the chat says: PROTOCOL.md, section 2.15. */
final class ChatVectors {

    private final VectorParties parties;

    ChatVectors(VectorFile vectors) {
        this.parties = new VectorParties(vectors);
    }

    void message(Section s) throws MalformedException {
        String kind = s.part(1).split("-")[0];
        assertThat(s.text("from")).isEqualTo(kind.equals("join") || kind.equals("said") ? "client" : "server");
        switch (kind) {
            case "said" -> {
                RoomFormat.Said said = new RoomFormat.Said(s.number("counter"), utf8(s.text("content")));
                assertThat(said.write()).isEqualTo(s.buffer("message"));
                assertThat(RoomFormat.Said.read(s.buffer("message"))).isEqualTo(said);
            }
            case "heard" -> {
                RoomFormat.Heard heard = new RoomFormat.Heard(s.number("offset"), s.number("author"), s.text("name"),
                        utf8(s.text("content")));
                assertThat(heard.write()).isEqualTo(s.buffer("message"));
                assertThat(RoomFormat.Heard.read(s.buffer("message"))).isEqualTo(heard);
            }
            default -> {
                ControlMessage message = control(kind, s);
                assertThat(message.write()).isEqualTo(s.buffer("message"));
                assertThat(ControlMessage.read(s.buffer("message"))).isEqualTo(message);
            }
        }
    }

    private static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    private static ControlMessage control(String kind, Section s) {
        return switch (kind) {
            case "join" -> new ControlMessage.Join(s.buffer("instance").getLong(), s.number("lasting") == 1,
                    s.text("name"), Payload.copyOf(s.bytes("token")));
            case "welcome" -> new ControlMessage.Welcome(s.number("peer"), s.text("name"), s.number("lobby"),
                    s.buffer("epoch").getLong(), s.number("next-offset"), s.number("known") == 1);
            case "receipt" -> receipt(s);
            default -> throw new AssertionError("nobody says " + kind);
        };
    }

    private static ControlMessage receipt(Section s) {
        long counter = s.number("counter");
        int outcome = (int) s.number("outcome");
        return switch (outcome) {
            case ControlMessage.OUTCOME_RELAYED -> new ControlMessage.Relayed(
                    counter, s.number("offset"), s.number("recipients"));
            case ControlMessage.OUTCOME_DUPLICATE -> new ControlMessage.Duplicate(counter);
            case ControlMessage.OUTCOME_REFUSED -> new ControlMessage.Refused(counter, s.number("reason"));
            default -> throw new AssertionError("nobody knows outcome " + outcome);
        };
    }

    /** A first message on channel 0 that breaks the protocol: it has no effect, and the session is closed. */
    void malformed(Section s) throws Exception {
        boolean fromClient = s.text("from").equals("client");
        if (isFromTheWrongSide(s)) {
            assertThat(ControlMessage.read(s.buffer("message")) instanceof ControlMessage.Join)
                    .isNotEqualTo(fromClient);
        } else {
            assertThatExceptionOfType(MalformedException.class).as(s.text("why"))
                    .isThrownBy(() -> ControlMessage.read(s.buffer("message")));
        }
        Outbox out = new Outbox();
        ByteBuffer datagram = sealed(s.text("from"), s.buffer("message"));
        if (fromClient) {
            parties.serverHalfOpen().onDatagram(parties.helloTime(), parties.clientAddress(), datagram, out);
        } else {
            parties.client(Stage.CONFIRMING).onDatagram(0, VectorParties.SERVER, datagram, out);
        }
        assertThat(VectorParties.drops(out)).containsExactly(DropReason.PROTOCOL_VIOLATION);
        assertThat(VectorParties.sent(out)).singleElement()
                .satisfies(answer -> assertThat(closeCode(answer, fromClient)).isEqualTo(CloseCode.VIOLATION));
    }

    private static boolean isFromTheWrongSide(Section s) {
        return s.text("why").contains(" from a ");
    }

    private ByteBuffer sealed(String side, ByteBuffer message) {
        Frame.Message frame = new Frame.Message(ChannelId.CONTROL, 0, message);
        ByteBuffer frames = ByteBuffer.allocate(frame.bytes());
        frame.writeTo(frames);
        return new PacketSealer(parties.session(), parties.secret(side), new Aead()).seal(frames.flip());
    }

    /** The code of the CLOSE that is all that a packet carries. */
    private long closeCode(ByteBuffer datagram, boolean fromServer) throws MalformedException {
        ByteBuffer frames = ByteBuffer.allocate(datagram.remaining());
        PacketOpener opener = new PacketOpener(parties.secret(fromServer ? "server" : "client"), new Aead());
        assertThat(opener.open(datagram, frames)).isNull();
        return ((Frame.Close) FrameReader.read(frames.flip(), fromServer).getFirst()).code();
    }
}

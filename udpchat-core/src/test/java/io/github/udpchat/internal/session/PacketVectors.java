package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;

import io.github.udpchat.internal.session.VectorFile.Section;
import io.github.udpchat.internal.wire.DataPacket;
import io.github.udpchat.internal.wire.FrameReader;
import io.github.udpchat.internal.wire.MalformedException;
import io.github.udpchat.model.DropReason;

/** DATA, sealed and opened: PROTOCOL.md, section 2.6. */
final class PacketVectors {

    private final VectorFile vectors;
    private final VectorParties parties;
    private final Aead aead = new Aead();
    private final ByteBuffer frames = ByteBuffer.allocate(1200);

    /** Of what the client sends; reads what the sections show, one after the other. */
    private final PacketOpener reader;

    PacketVectors(VectorFile vectors) {
        this.vectors = vectors;
        this.parties = new VectorParties(vectors);
        this.reader = new PacketOpener(parties.secret("client"), aead);
    }

    void data(Section s) throws MalformedException {
        PacketSealer sealer = new PacketSealer(
                parties.session(), parties.secret(s.part(1)), aead, s.number("packet-number"));
        for (long phase = s.number("phase"); phase > 0; phase--) {
            sealer.updateKey();
        }
        assertThat(sealer.seal(s.buffer("frames"))).isEqualTo(s.buffer("datagram"));

        // All before is opened first, so that this is the key phase that is due.
        PacketOpener opener = new PacketOpener(parties.secret(s.part(1)), aead);
        for (int packet = 1; packet < Integer.parseInt(s.part(2)); packet++) {
            ByteBuffer before = vectors.section("data." + s.part(1) + "." + packet).buffer("datagram");
            assertThat(opener.open(before, frames.clear())).isNull();
        }
        assertThat(DataPacket.isWellFormed(s.buffer("datagram"))).isTrue();
        assertThat(opener.open(s.buffer("datagram"), frames.clear())).isNull();
        assertThat(frames.flip()).isEqualTo(s.buffer("frames"));
        assertThat(FrameReader.read(frames, s.part(1).equals("server"))).isNotNull();
        assertThat(opener.highest()).isEqualTo(s.number("packet-number"));
    }

    void read(Section s) throws MalformedException {
        DropReason refusal = refusal(s.buffer("datagram"));
        assertThat(refusal == null ? "ok" : refusal.name()).as(s.text("what")).isEqualTo(s.text("result"));
    }

    private DropReason refusal(ByteBuffer datagram) throws MalformedException {
        if (!DataPacket.isWellFormed(datagram)) {
            return DropReason.MALFORMED;
        }
        if (DataPacket.sessionId(datagram) != parties.session()) {
            return DropReason.UNKNOWN_SESSION;
        }
        DropReason refusal = reader.open(datagram, frames.clear());
        if (refusal == null) {
            FrameReader.read(frames.flip(), false);
        }
        return refusal;
    }
}

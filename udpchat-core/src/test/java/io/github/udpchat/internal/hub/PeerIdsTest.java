package io.github.udpchat.internal.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udpchat.model.PeerId;
import org.junit.jupiter.api.Test;

class PeerIdsTest {

    @Test
    void theyCountUpwardFromWhatTheEpochsFirstBitsSay() {
        PeerIds ids = new PeerIds(-1);
        assertThat(ids.get()).isEqualTo(new PeerId(1L << 29));
        assertThat(ids.get()).isEqualTo(new PeerId((1L << 29) + 1));
        assertThat(new PeerIds(1L << 35).get()).isEqualTo(new PeerId(2));
    }

    @Test
    void theyBeginWithOneWhereTheEpochIsSmall() {
        assertThat(new PeerIds(5).get()).isEqualTo(new PeerId(1));
    }
}

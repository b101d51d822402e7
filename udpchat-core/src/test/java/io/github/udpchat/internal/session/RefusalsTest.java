package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udpchat.model.DropReason;
import org.junit.jupiter.api.Test;

/** The numbers of PROTOCOL.md, section 2.15, as a client understands them. */
class RefusalsTest {

    @Test
    void aClientIsToldWhyItsMessageWasNotRelayed() {
        assertThat(Refusals.ofMessage(1)).isEqualTo(DropReason.NOT_A_MEMBER);
        assertThat(Refusals.ofMessage(3)).isEqualTo(DropReason.MUTED);
        assertThat(Refusals.ofMessage(4)).isEqualTo(DropReason.SERVER_CLOSING);
    }

    @Test
    void aReasonThatIsNotKnownIsThatOfTheServer() {
        assertThat(Refusals.ofMessage(0)).isEqualTo(DropReason.REFUSED_BY_SERVER);
        assertThat(Refusals.ofMessage(1L << 32 | 3)).isEqualTo(DropReason.REFUSED_BY_SERVER);
        assertThat(Refusals.ofMessage(Long.MAX_VALUE)).isEqualTo(DropReason.REFUSED_BY_SERVER);
    }
}

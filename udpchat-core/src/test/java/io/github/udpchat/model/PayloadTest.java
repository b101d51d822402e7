package io.github.udpchat.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

import org.junit.jupiter.api.Test;

class PayloadTest {

    @Test
    void nothingThatIsHandedInOrOutCanChangeIt() {
        byte[] bytes = {1, 2, 3};
        Payload payload = Payload.copyOf(bytes);
        bytes[0] = 9;
        payload.toByteArray()[1] = 9;
        assertThat(payload.asByteBuffer().isReadOnly()).isTrue();
        payload.asByteBuffer().position(2);
        assertThat(payload.toByteArray()).containsExactly(1, 2, 3);
        assertThat(payload.asByteBuffer().remaining()).isEqualTo(3);
    }

    @Test
    void copiesWhatRemainsInABufferAndLeavesTheBufferAlone() {
        ByteBuffer direct = ByteBuffer.allocateDirect(5).put(new byte[] {1, 2, 3, 4, 5}).position(1).limit(4);
        assertThat(Payload.copyOf(direct)).isEqualTo(Payload.copyOf(new byte[] {2, 3, 4}));
        assertThat(direct.position()).isEqualTo(1);
        assertThat(direct.remaining()).isEqualTo(3);
    }

    @Test
    void comparesByContent() {
        assertThat(Payload.utf8("a")).isEqualTo(Payload.copyOf(new byte[] {'a'})).hasSameHashCodeAs(Payload.utf8("a"));
        assertThat(Payload.utf8("a")).isNotEqualTo(Payload.utf8("b")).isNotEqualTo("a");
    }

    @Test
    void textComesBackAndIsStrictBothWays() throws CharacterCodingException {
        assertThat(Payload.utf8("Zoë 🙂").decodeUtf8()).isEqualTo("Zoë 🙂");
        assertThat(Payload.utf8("").size()).isZero();
        assertThatThrownBy(() -> Payload.copyOf(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80}).decodeUtf8())
                .isInstanceOf(CharacterCodingException.class);
        assertThatThrownBy(() -> Payload.utf8("a\uD800\u001B"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("surrogate").hasMessageContaining("a\\u{D800}\\u{1B}");
    }

    @Test
    void isShownAsSizeAndHexadecimalAndNeverAsText() {
        assertThat(Payload.utf8("hello")).hasToString("Payload[5 bytes: 68656c6c6f]");
        assertThat(Payload.utf8("0123456789abcdefg"))
                .hasToString("Payload[17 bytes: 30313233343536373839616263646566…]");
        assertThat(Payload.utf8("\u001B[2J").toString()).isPrintable();
    }
}

package io.github.udpchat.internal.noise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;

class HkdfTest {

    /**
     * RFC 5869, test case 3, which like Noise has no info. It has no salt either, and HMAC makes of that what it makes of 32
     * zero bytes. Its 42 bytes are all of our first output and ten bytes of our second.
     */
    @Test
    void outputsAreThoseOfRfc5869() {
        byte[] input = new byte[22];
        Arrays.fill(input, (byte) 0x0B);
        Hkdf keys = Hkdf.of(new byte[32], input);
        assertThat(HexFormat.of().formatHex(keys.first()))
                .isEqualTo("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d");
        assertThat(HexFormat.of().formatHex(keys.second())).startsWith("9d201395faa4b61a96c8").hasSize(64);
    }
}

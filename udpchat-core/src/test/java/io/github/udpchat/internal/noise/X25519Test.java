package io.github.udpchat.internal.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class X25519Test {

    private static final String ALICE = "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a";
    private static final String NINE = "0900000000000000000000000000000000000000000000000000000000000000";

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static KeyPair25519 pair(String privateKey) {
        return KeyPair25519.of(bytes(privateKey));
    }

    private static PublicKey25519 point(String publicKey) {
        return PublicKey25519.of(bytes(publicKey));
    }

    private static String agreed(KeyPair25519 pair, PublicKey25519 point) throws HandshakeFailedException {
        return HexFormat.of().formatHex(pair.agree(point));
    }

    /** RFC 7748 section 5.2. The second point has its highest bit set, which must be ignored. */
    @ParameterizedTest
    @CsvSource({
            "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4,"
                    + "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c,"
                    + "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552",
            "4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d,"
                    + "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493,"
                    + "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957"})
    void multipliesAsPublished(String scalar, String u, String product) throws HandshakeFailedException {
        assertThat(agreed(pair(scalar), point(u))).isEqualTo(product);
    }

    /** RFC 7748 section 5.2: each product is the next scalar, each scalar the next point. */
    @Test
    void thousandMultiplicationsEndAsPublished() throws HandshakeFailedException {
        byte[] scalar = bytes(NINE);
        byte[] u = bytes(NINE);
        for (int round = 1; round <= 1_000; round++) {
            byte[] product = KeyPair25519.of(scalar).agree(PublicKey25519.of(u));
            u = scalar;
            scalar = product;
            if (round == 1) {
                assertThat(scalar)
                        .isEqualTo(bytes("422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079"));
            }
        }
        assertThat(scalar).isEqualTo(bytes("684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51"));
    }

    /** RFC 7748 section 6.1. */
    @Test
    void twoAgreeAsPublished() throws HandshakeFailedException {
        KeyPair25519 alice = pair(ALICE);
        KeyPair25519 bob = pair("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
        String secret = "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742";
        assertThat(alice.publicKey())
                .isEqualTo(point("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"));
        assertThat(bob.publicKey())
                .isEqualTo(point("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f"));
        assertThat(agreed(alice, bob.publicKey())).isEqualTo(secret);
        assertThat(agreed(bob, alice.publicKey())).isEqualTo(secret);
    }

    /** The points whose order divides 8, on the curve and on its twist, in all forms: 0, 1, two of order 8, p-1, p, p+1. */
    @ParameterizedTest
    @ValueSource(strings = {
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0100000000000000000000000000000000000000000000000000000000000000",
            "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
            "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"})
    void pointsOfLowOrderAreRefused(String u) {
        byte[] highBit = bytes(u);
        highBit[31] |= (byte) 0x80;
        for (PublicKey25519 point : new PublicKey25519[] {point(u), PublicKey25519.of(highBit)}) {
            assertThatExceptionOfType(HandshakeFailedException.class).isThrownBy(() -> pair(ALICE).agree(point));
        }
    }

    /** RFC 7748 section 5: "non-canonical values" are taken as if reduced modulo p = 2^255 - 19. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 9, 17, 18})
    void coordinatesOfPAndMoreAreReduced(int small) throws HandshakeFailedException {
        byte[] reduced = new byte[32];
        reduced[0] = (byte) small;
        byte[] large = bytes("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");
        large[0] += (byte) small;
        PublicKey25519 point = PublicKey25519.of(reduced);
        PublicKey25519 otherForm = PublicKey25519.of(large);
        assertThat(agreed(pair(ALICE), otherForm)).isEqualTo(agreed(pair(ALICE), point));
        assertThat(otherForm).isNotEqualTo(point);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 33})
    void keysOfOtherLengthsAreRefused(int length) {
        assertThatIllegalArgumentException().isThrownBy(() -> PublicKey25519.of(new byte[length]));
        assertThatIllegalArgumentException().isThrownBy(() -> KeyPair25519.of(new byte[length]));
    }

    @Test
    void keysAreCopies() throws HandshakeFailedException {
        byte[] privateKey = bytes(ALICE);
        KeyPair25519 alice = KeyPair25519.of(privateKey);
        privateKey[1]++;
        alice.publicKey().toByteArray()[1]++;
        assertThat(agreed(alice, point(NINE))).isEqualTo(alice.publicKey().toString());
        assertThat(alice.publicKey()).isEqualTo(pair(ALICE).publicKey()).hasSameHashCodeAs(pair(ALICE).publicKey());
    }

    @Test
    void privateKeyIsNeverShown() {
        assertThat(pair(ALICE)).asString().contains(pair(ALICE).publicKey().toString()).doesNotContain(ALICE);
    }
}

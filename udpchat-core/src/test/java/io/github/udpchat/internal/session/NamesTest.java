package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udpchat.internal.noise.PublicKey25519;
import org.junit.jupiter.api.Test;

/** Who has which name now: PROTOCOL.md, section 2.14. */
class NamesTest {

    private final Names names = new Names();
    private final PublicKey25519 ana = key(1);
    private final PublicKey25519 ben = key(2);

    private static PublicKey25519 key(int number) {
        byte[] bytes = new byte[PublicKey25519.BYTES];
        bytes[0] = (byte) number;
        return PublicKey25519.of(bytes);
    }

    @Test
    void aNameBelongsToOneKeyHoweverItIsWritten() {
        assertThat(names.claim("Straße", ana)).isTrue();
        assertThat(names.claim("STRASSE", ben)).isFalse();
        assertThat(names.claim("ｓｔｒａｓｓｅ", ben)).isFalse();
        assertThat(names.claim("Strasse 2", ben)).isTrue();
    }

    @Test
    void itIsFreeWhenTheLastSessionOfItsKeyHasItNoMore() {
        assertThat(names.claim("Ana", ana)).isTrue();
        assertThat(names.claim("ana", ana)).isTrue();
        names.release("ANA");
        assertThat(names.claim("Ana", ben)).isFalse();
        names.release("Ana");
        assertThat(names.size()).isZero();
        assertThat(names.claim("Ana", ben)).isTrue();
    }

    @Test
    void aRefusedClaimChangesNothing() {
        names.claim("Ana", ana);
        names.claim("Ana", ben);
        names.release("Ana");
        assertThat(names.size()).isZero();
        names.release("Ana");
        assertThat(names.claim("Ana", ben)).isTrue();
    }
}

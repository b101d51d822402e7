package io.github.udpchat.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MovingTest {

    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    @Test
    void anIpv4AddressStandsInItsIpv6Form() throws MalformedException {
        ByteBuffer written = bytes("0e 0000 0000 0000 0000 0000 ffff c000 0202 1388");
        Moving moving = new Moving(new InetSocketAddress("192.0.2.2", 5_000));
        assertThat(moving.write()).isEqualTo(written);
        assertThat(ControlMessage.read(written)).isEqualTo(moving);
    }

    @Test
    void anIpv6AddressStandsAsItIs() throws MalformedException {
        ByteBuffer written = bytes("0e 2001 0db8 0000 0000 0000 0000 0000 0001 ffff");
        Moving moving = new Moving(new InetSocketAddress("2001:db8::1", 65_535));
        assertThat(moving.write()).isEqualTo(written);
        assertThat(ControlMessage.read(written)).isEqualTo(moving);
    }

    @Test
    void whatLooksLikeAnotherAddressIsTakenAsOthersReadIt() throws UnknownHostException {
        byte[] nowhere = HexFormat.of().parseHex("00000000000000000000ffff00000000");
        byte[] somewhere = HexFormat.of().parseHex("00000000000000000000ffffc0000202");
        assertThat(Moving.problem(new InetSocketAddress(Inet6Address.getByAddress("", nowhere, 1), 5_000))).isPresent();
        assertThat(new Moving(new InetSocketAddress(Inet6Address.getByAddress("", somewhere, 1), 5_000)).successor())
                .isEqualTo(new InetSocketAddress("192.0.2.2", 5_000));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "0e 2001 0db8 0000 0000 0000 0000 0000 0001 0000",
            "0e 0000 0000 0000 0000 0000 0000 0000 0000 1388",
            "0e 0000 0000 0000 0000 0000 ffff 0000 0000 1388",
            "0e 0000 0000 0000 0000 0000 ffff ffff ffff 1388",
            "0e 0000 0000 0000 0000 0000 ffff e000 0001 1388",
            "0e ff02 0000 0000 0000 0000 0000 0000 0001 1388",
            "0e fe80 0000 0000 0000 0000 0000 0000 0001 1388",
            "0e 2001 0db8 0000 0000 0000 0000 0000 0001 13",
            "0e 2001 0db8 0000 0000 0000 0000 0000 0001 1388 00"})
    void nothingElseIsAPlaceToGo(String hex) {
        assertThatThrownBy(() -> ControlMessage.read(bytes(hex))).isInstanceOf(MalformedException.class);
    }
}

package io.github.udpchat.robustness;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

import io.github.udpchat.model.DropReason;
import io.github.udpchat.network.Binding;
import org.jspecify.annotations.Nullable;

/** Datagrams that nobody should send, and what becomes of each. */
final class HostileInput {

    static final int LIMIT = 1024;

    /** One of each way not to be UTF-8 (RFC 3629), and the edges of what is. */
    private static final List<String> UTF8 = List.of(
            "80", "BF", "8080", "61BF", "C080", "C1BF", "E08080", "E09FBF", "F0808080", "F08FBFBF", "EDA080", "EDBFBF",
            "EDA080EDB080", "F4908080", "F5808080", "F7BFBFBF", "F888808080", "FC8480808080", "FE", "FF", "C3", "E282",
            "E2", "F09F9982C3", "F09F99", "F09F", "F0", "C328", "E228A1", "F0288CBC", "EFBFBF", "F48FBFBF", "ED9FBF",
            "EE8080", "00", "C280", "7F");

    private static final List<String> CONTROL = List.of(
            "\u001B[2J\u001B[1;1H", "\u001B]0;owned\u0007", "\u001B[31mred", "\r\n[server]->fake", "\u0000", "\b\b\b",
            "\u202Egnitirw", "\u2066\u2069", "\u200B", "\uFEFF", "\u009B2J", "%n%s{}${jndi:ldap://x}", "'; DROP TABLE");

    private HostileInput() {}

    /** {@return everything chosen by hand} */
    static List<byte[]> chosen() {
        List<byte[]> datagrams = new ArrayList<>();
        datagrams.add(new byte[0]);
        for (int value = 0; value < 256; value++) {
            datagrams.add(new byte[] {(byte) value});
        }
        UTF8.forEach(hex -> datagrams.add(HexFormat.of().parseHex(hex)));
        CONTROL.forEach(text -> datagrams.add(text.getBytes(StandardCharsets.UTF_8)));
        for (int size : new int[] {LIMIT - 1, LIMIT, LIMIT + 1, LIMIT + 2, 1500, 9000, Binding.MAX_DATAGRAM_BYTES}) {
            byte[] letters = new byte[size];
            Arrays.fill(letters, (byte) 'x');
            datagrams.add(letters);
            byte[] cut = letters.clone();
            cut[size - 1] = (byte) 0xC3;
            datagrams.add(cut);
        }
        return datagrams;
    }

    /** {@return so many datagrams of random length, some of random bytes, some nearly UTF-8} */
    static List<byte[]> random(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        List<byte[]> datagrams = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] bytes = new byte[random.nextInt(random.nextInt(1, LIMIT + 40))];
            if (random.nextBoolean()) {
                random.nextBytes(bytes);
            } else {
                Arrays.fill(bytes, (byte) random.nextInt(128));
                if (bytes.length > 0 && random.nextBoolean()) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
            }
            datagrams.add(bytes);
        }
        return datagrams;
    }

    /** {@return why a datagram must be dropped, or null if it must be taken} */
    static @Nullable DropReason reason(byte[] datagram) {
        if (datagram.length > LIMIT) {
            return DropReason.TOO_LARGE;
        }
        if (datagram.length == 0) {
            return DropReason.EMPTY;
        }
        // Another way than the library's: bytes that are not UTF-8 do not come back from a round trip.
        byte[] back = new String(datagram, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
        return Arrays.equals(datagram, back) ? null : DropReason.NOT_UTF8;
    }
}

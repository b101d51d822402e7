package io.github.udpchat.transport.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Random;

import org.junit.jupiter.api.Test;

class SocketNameTest {

    private static final int ROOM = 32;

    private final MemorySegment memory = Arena.ofAuto().allocate(ROOM, Long.BYTES);

    @Test
    void whatWasWrittenIsReadForEveryAddressThatASocketCanReach() throws UnknownHostException {
        Random random = new Random(7);
        SenderCache cache = new SenderCache();
        for (int i = 0; i < 20_000; i++) {
            boolean ipv4 = random.nextBoolean();
            byte[] bytes = new byte[ipv4 ? 4 : 16];
            random.nextBytes(bytes);
            // Few of each, so that the cache answers too.
            bytes[bytes.length - 1] &= 3;
            int scope = ipv4 ? 0 : random.nextInt(3);
            InetAddress ip = scope == 0 ? InetAddress.getByAddress(bytes)
                    : Inet6Address.getByAddress(null, bytes, scope);
            InetSocketAddress address = new InetSocketAddress(ip, random.nextInt(65_536));
            memory.fill((byte) 0);

            int family = ipv4 && random.nextBoolean() ? Posix.AF_INET : Posix.AF_INET6;
            int length = SocketName.write(address, family, memory, 0);

            assertThat(length).isEqualTo(family == Posix.AF_INET ? 16 : SocketName.MAX_BYTES);
            assertThat(SocketName.read(memory, 0)).isEqualTo(address);
            assertThat(cache.read(memory, 0)).isEqualTo(address);
            assertThat(cache.read(memory, 0)).isEqualTo(address);
            assertThat(scopeOf(cache.read(memory, 0))).isEqualTo(scope);
        }
    }

    private static int scopeOf(InetSocketAddress address) {
        return address.getAddress() instanceof Inet6Address ipv6 ? ipv6.getScopeId() : 0;
    }

    @Test
    void cacheGivesTheSameObjectForTheSameSender() {
        SenderCache cache = new SenderCache();
        memory.fill((byte) 0);
        SocketName.write(new InetSocketAddress("127.0.0.1", 6000), Posix.AF_INET, memory, 0);
        assertThat(cache.read(memory, 0)).isSameAs(cache.read(memory, 0));
    }

    @Test
    void ipv4SocketDoesNotReachIpv6AndNoSocketWhatIsUnresolved() {
        assertThat(SocketName.write(new InetSocketAddress("::1", 1), Posix.AF_INET, memory, 0)).isEqualTo(-1);
        assertThat(SocketName.write(InetSocketAddress.createUnresolved("x", 1), Posix.AF_INET6, memory, 0))
                .isEqualTo(-1);
    }
}

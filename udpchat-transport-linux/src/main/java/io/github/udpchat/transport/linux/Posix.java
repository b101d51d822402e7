package io.github.udpchat.transport.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The system calls, with the constants of Linux on x86-64 and AArch64. A call that fails returns the negative error number, as
 * the kernel itself does. Loading this class fails with a {@link LinkageError} where native access is denied or a function
 * is missing.
 */
@SuppressWarnings("restricted")
final class Posix {

    static final int AF_INET = 2;
    static final int AF_INET6 = 10;
    static final int SOL_SOCKET = 1;
    static final int SO_RCVBUF = 8;
    static final int IPPROTO_IPV6 = 41;
    static final int IPV6_V6ONLY = 26;
    static final int IPPROTO_IP = 0;
    static final int IP_MTU_DISCOVER = 10;
    static final int IPV6_MTU_DISCOVER = 23;
    static final int PMTUDISC_DO = 2;
    /** Of {@code recvmmsg}: wait for the first datagram, and take those that are there with it. */
    static final int MSG_WAITFORONE = 0x10000;
    static final int MSG_NOSIGNAL = 0x4000;
    static final int EINTR = 4;
    static final int EACCES = 13;
    static final int EADDRINUSE = 98;
    static final int EADDRNOTAVAIL = 99;

    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int SHUT_RDWR = 2;
    private static final int SIZE_OF_INT = 4;
    private static final int LONGEST_ERROR_TEXT = 256;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle SOCKET = call("socket", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle BIND = call("bind", JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle GETSOCKNAME = call("getsockname", JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle SETSOCKOPT = call("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle GETSOCKOPT = call("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle SHUTDOWN = call("shutdown", JAVA_INT, JAVA_INT);
    private static final MethodHandle CLOSE = call("close", JAVA_INT);
    private static final MethodHandle SENDMMSG = call("sendmmsg", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    private static final MethodHandle RECVMMSG = call("recvmmsg", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle STRERROR = LINKER.downcallHandle(
            function("strerror"), FunctionDescriptor.of(ADDRESS, JAVA_INT));

    private Posix() {}

    private static MethodHandle call(String name, MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                function(name),
                FunctionDescriptor.of(JAVA_INT, arguments),
                Linker.Option.captureCallState("errno"));
    }

    private static MemorySegment function(String name) {
        return LINKER.defaultLookup().find(name).orElseThrow(() -> new UnsatisfiedLinkError(name));
    }

    /** {@return memory into which a call writes its error number; for one thread at a time} */
    static MemorySegment newCallState(Arena arena) {
        return arena.allocate(CALL_STATE);
    }

    /** Makes a UDP socket that child processes do not inherit. Returns its descriptor. */
    static int socket(MemorySegment state, int family) {
        try {
            return result((int) SOCKET.invokeExact(state, family, SOCK_DGRAM | SOCK_CLOEXEC, 0), state);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    static int bind(MemorySegment state, int descriptor, MemorySegment name, int nameBytes) {
        try {
            return result((int) BIND.invokeExact(state, descriptor, name, nameBytes), state);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    /** Reads the address bound into {@code name}. */
    static int getsockname(MemorySegment state, int descriptor, MemorySegment name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment length = arena.allocateFrom(JAVA_INT, (int) name.byteSize());
            return result((int) GETSOCKNAME.invokeExact(state, descriptor, name, length), state);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    static int setsockopt(MemorySegment state, int descriptor, int level, int option, int value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pointer = arena.allocateFrom(JAVA_INT, value);
            return result((int) SETSOCKOPT.invokeExact(state, descriptor, level, option, pointer, SIZE_OF_INT), state);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    /** Returns the option's value, which must be one that is not negative. */
    static int getsockopt(MemorySegment state, int descriptor, int level, int option) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(JAVA_INT);
            MemorySegment length = arena.allocateFrom(JAVA_INT, SIZE_OF_INT);
            int result = result((int) GETSOCKOPT.invokeExact(state, descriptor, level, option, value, length), state);
            return result < 0 ? result : value.get(JAVA_INT, 0);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    /** Frees whoever is blocked on the socket. Of an unconnected one Linux says ENOTCONN, and does it all the same. */
    static void shutdown(int descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            int ignored = (int) SHUTDOWN.invokeExact(newCallState(arena), descriptor, SHUT_RDWR);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    static void close(int descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            int ignored = (int) CLOSE.invokeExact(newCallState(arena), descriptor);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    /** Sends messages until one fails. Returns how many were sent, or why the first could not be. */
    static int sendmmsg(MemorySegment state, int descriptor, MemorySegment messages, int count) {
        try {
            return result((int) SENDMMSG.invokeExact(state, descriptor, messages, count, MSG_NOSIGNAL), state);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    /** Blocks until there is a datagram. Returns how many were received. */
    static int recvmmsg(MemorySegment state, int descriptor, MemorySegment messages, int count) {
        try {
            return result(
                    (int) RECVMMSG
                            .invokeExact(state, descriptor, messages, count, MSG_WAITFORONE, MemorySegment.NULL),
                    state);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    /** {@return what the system calls that error} */
    static String errorText(int errno) {
        try {
            MemorySegment text = (MemorySegment) STRERROR.invokeExact(errno);
            return text.reinterpret(LONGEST_ERROR_TEXT).getString(0);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    private static int result(int returned, MemorySegment state) {
        return returned < 0 ? -(int) ERRNO.get(state, 0L) : returned;
    }

    /** A method handle may throw anything; these throw nothing checked. */
    private static RuntimeException unchecked(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof RuntimeException exception) {
            return exception;
        }
        throw new AssertionError(thrown);
    }
}

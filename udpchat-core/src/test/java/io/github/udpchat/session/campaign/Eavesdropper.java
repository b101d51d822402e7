package io.github.udpchat.session.campaign;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import io.github.udpchat.internal.wire.DataPacket;
import io.github.udpchat.simulation.LinkRule;
import io.github.udpchat.simulation.Transit;
import io.github.udpchat.simulation.Verdict;
import org.jspecify.annotations.Nullable;

/** Keeps some of what the clients send to the server, for forgers; lets a thief send some of it before them. */
final class Eavesdropper implements LinkRule {

    private static final int KEPT = 40;
    private static final int AT_A_TIME = 4;
    private static final int NUMBER_AT = 10;
    private static final int STOLEN_ONE_IN = 20;
    private static final Duration HELD_UP = Duration.ofMillis(20);

    private final InetSocketAddress server;
    private final List<byte[]> heard = new ArrayList<>();
    private int next;
    private @Nullable Consumer<byte[]> thief;

    Eavesdropper(InetSocketAddress server) {
        this.server = server;
    }

    @Override
    public Verdict judge(Transit transit, RandomGenerator random) {
        if (transit.to().equals(server) && !HostilePeer.isAt(transit.from())) {
            byte[] datagram = transit.datagram().toByteArray();
            if (heard.size() < KEPT) {
                heard.add(datagram);
            } else {
                heard.set(next++ % KEPT, datagram);
            }
            if (thief != null && OnTheWire.isData(transit.datagram().asByteBuffer())
                    && random.nextInt(STOLEN_ONE_IN) == 0) {
                thief.accept(datagram);
                return new Verdict.Delay(HELD_UP);
            }
        }
        return new Verdict.Pass();
    }

    /** Somebody sends a part of what comes by, sooner than it arrives; nobody does, for null. */
    void steals(@Nullable Consumer<byte[]> whoSends) {
        thief = whoSends;
    }

    /** {@return copies, most of them changed} */
    List<byte[]> forged(SplittableRandom random) {
        List<byte[]> forged = new ArrayList<>();
        for (int times = 0; times < AT_A_TIME && !heard.isEmpty(); times++) {
            byte[] copy = heard.get(random.nextInt(heard.size())).clone();
            switch (random.nextInt(5)) {
                case 0 -> {
                    // As it was.
                }
                case 1 -> renumber(copy, 1L << random.nextInt(62));
                case 2 -> renumber(copy, random.nextInt(1_000));
                case 3 -> copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
                default -> copy = Arrays.copyOf(copy, 1 + random.nextInt(copy.length));
            }
            forged.add(copy);
        }
        return forged;
    }

    private static void renumber(byte[] datagram, long more) {
        if (datagram.length >= DataPacket.HEADER_BYTES) {
            ByteBuffer view = ByteBuffer.wrap(datagram);
            view.putLong(NUMBER_AT, view.getLong(NUMBER_AT) + more);
        }
    }
}

package io.github.udpchat.session.campaign;

import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

import io.github.udpchat.internal.wire.DataPacket;
import io.github.udpchat.internal.wire.ResetPacket;
import io.github.udpchat.internal.wire.Token16;
import io.github.udpchat.model.Payload;
import io.github.udpchat.network.Binding;
import io.github.udpchat.network.DatagramTransport;
import io.github.udpchat.simulation.LinkRule;
import io.github.udpchat.simulation.Transit;
import io.github.udpchat.simulation.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what passes between the server and its clients. While the server is down, sits at its address, and says what the server
 * said, and that it knows no session; and to the next server, from an address of its own, what the clients said to the one
 * before. Nothing must come of that. Owned by one {@link World}.
 */
final class Impostor implements LinkRule {

    private static final int KEPT = 80;
    private static final InetSocketAddress OWN = new InetSocketAddress(World.hostile(9), 4_000);

    private final World world;
    private final SplittableRandom random;
    private final Deque<Payload> toServer = new ArrayDeque<>();
    private final Deque<Payload> fromServer = new ArrayDeque<>();
    private @Nullable DatagramTransport inPlace;

    Impostor(World world) {
        this.world = world;
        this.random = new SplittableRandom(world.scenario().seed() ^ 0x19057L);
    }

    @Override
    public Verdict judge(Transit transit, RandomGenerator unused) {
        if (!HostilePeer.isAt(transit.from()) && !HostilePeer.isAt(transit.to())) {
            if (transit.to().equals(world.server().address())) {
                keep(toServer, transit.datagram());
            } else if (transit.from().equals(world.server().address())) {
                keep(fromServer, transit.datagram());
            }
        }
        return new Verdict.Pass();
    }

    private static void keep(Deque<Payload> kept, Payload datagram) {
        kept.add(datagram);
        if (kept.size() > KEPT) {
            kept.remove();
        }
    }

    /** The server is gone. */
    void takesTheServersPlace() {
        inPlace = open(world.server().address());
        inPlace.start(this::answers);
    }

    /** The server is about to be there again. */
    void givesTheServersPlaceBack() {
        if (inPlace != null) {
            inPlace.close();
            inPlace = null;
        }
    }

    private void answers(InetSocketAddress from, ByteBuffer datagram) {
        DatagramTransport transport = inPlace;
        if (transport == null || HostilePeer.isAt(from)) {
            return;
        }
        if (OnTheWire.isData(datagram)) {
            Token16 guessed = new Token16(random.nextLong(), random.nextLong());
            transport.send(from, new ResetPacket(DataPacket.sessionId(datagram), guessed).write());
        }
        List<Payload> said = new ArrayList<>(fromServer);
        if (!said.isEmpty()) {
            transport.send(from, said.get(random.nextInt(said.size())).asByteBuffer());
        }
        transport.flush();
    }

    /** There is another server: it hears what the clients said to the one before. */
    void repeats(List<Payload> before) {
        DatagramTransport own = open(OWN);
        before.forEach(datagram -> own.send(world.server().address(), datagram.asByteBuffer()));
        own.flush();
        own.close();
    }

    /** {@return what the clients have said lately} */
    List<Payload> heardFromClients() {
        return List.copyOf(toServer);
    }

    private DatagramTransport open(InetSocketAddress address) {
        try {
            return world.net().open(new Binding(address, 1_200, "impostor"));
        } catch (BindException taken) {
            throw new AssertionError(taken);
        }
    }
}

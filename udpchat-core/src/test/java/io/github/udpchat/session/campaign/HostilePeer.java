package io.github.udpchat.session.campaign;

import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

import io.github.udpchat.internal.recovery.AckRanges;
import io.github.udpchat.internal.recovery.AcknowledgementException;
import io.github.udpchat.internal.wire.ChannelId;
import io.github.udpchat.internal.wire.Frame;
import io.github.udpchat.internal.wire.RoomFormat;
import io.github.udpchat.network.Binding;
import io.github.udpchat.network.DatagramTransport;

/** Somebody who does not keep to the protocol, as a stranger or as a member. Owned by one {@link CampaignRun}. */
final class HostilePeer {

    static final int NET = 10;

    private static final int PORT = 4000;
    private static final long LOBBY_CHANNEL = ChannelId.of(1, ChannelId.Class.ORDERED);
    private static final long HUGE = (1L << 62) - 1;

    /** So often it does its worst before it must have been thrown out. */
    private static final int ENOUGH = 12;
    private static final int ENOUGH_BOMBS = 250;
    private static final int MOST_NUMBER = 63;

    /** Of so many packets one number at least was left out. */
    private static final int SURE_TO_LEAVE_OUT = 160;

    /** A member that takes nothing is thrown out long before it has done so much, pauses of the server included. */
    private static final int TOO_MUCH_FOR_THE_SLOW = 500;

    /** Who has tried so often has been let in more often than there are places, if they are freed. */
    private static final int MANY_KNOCKS = 600;
    private static final int PLACES = 8;
    private static final int PATIENCE = 16;

    private static final int WRONG_ONE_IN = 200;
    private static final int FEW_WORDS = 5;
    private static final int FAR_BEYOND = 500;
    private static final int ENOUGH_REPEATED = 90;

    /** What it tries. */
    enum Kind {
        /** Copies what others send, and changes it. */
        FORGER,
        /** Begins handshakes, in every wrong way. */
        STRANGER,
        /** Opens sessions, one after the other, and never joins. */
        VISITOR,
        /** Sends what others send, as it is, from its own address, and is faster. */
        THIEF,
        /** A member that acknowledges what was not sent yet. */
        OPTIMIST,
        /** A member that acknowledges everything up to what it has received, and takes all. */
        KNOW_ALL,
        /** A member that lives and acknowledges nothing. */
        MUTE,
        /** A member that begins messages and never finishes one. */
        BOMBER,
        /** A member that says more than it has credit for. */
        SPENDER,
        /** A member that grants all the credit in the world, and takes it back. */
        LIAR,
        /** A member that says the same again, under the same counter. */
        REPEATER,
        /** A member that sends what is no frame. */
        BABBLER
    }

    private final World world;
    private final Kind kind;
    private final String name;
    private final SplittableRandom random;
    private final DatagramTransport transport;
    private final Eavesdropper ears;

    /** Whether its fragments are sometimes beyond their message. */
    private final boolean pointsBeyond;
    private HostileSession session;
    private int done;
    private int visits;
    private long nextNumber;
    private int counter;
    private String text = "";

    HostilePeer(World world, Kind kind, int index, Eavesdropper ears) {
        this.world = world;
        this.kind = kind;
        this.name = "e" + index;
        this.ears = ears;
        this.random = new SplittableRandom(world.scenario().seed() * 31 + index);
        try {
            this.transport = world.net()
                    .open(new Binding(new InetSocketAddress(World.hostile(index), PORT), 1_200, name));
        } catch (BindException e) {
            throw new AssertionError(e);
        }
        this.session = new HostileSession(name, random, this::sends);
        this.pointsBeyond = kind == Kind.BOMBER && random.nextBoolean();
        transport.start(this::hears);
        if (kind == Kind.THIEF) {
            ears.steals(this::sends);
        }
    }

    /** {@return whether that address is one of hostile peers} */
    static boolean isAt(InetSocketAddress address) {
        return address.getAddress().getAddress()[0] == NET;
    }

    private void sends(byte[] datagram) {
        transport.send(world.server().address(), ByteBuffer.wrap(datagram));
    }

    private void hears(InetSocketAddress from, ByteBuffer datagram) {
        long number = session.hears(datagram);
        if (number < 0 || kind == Kind.MUTE) {
            return;
        }
        session.send(ack(kind == Kind.KNOW_ALL ? session.largest() : number,
                kind == Kind.KNOW_ALL ? session.largest() : 0));
    }

    private static Frame ack(long largest, long andSoManyBelow) {
        try {
            return new Frame.Ack(AckRanges.ofFields(largest, andSoManyBelow), 0);
        } catch (AcknowledgementException e) {
            throw new AssertionError(e);
        }
    }

    /** Does its worst. */
    void acts() {
        switch (kind) {
            case FORGER -> ears.forged(random).forEach(this::sends);
            case STRANGER -> session.knocks();
            case VISITOR -> visits();
            case THIEF -> {
                // When something comes by.
            }
            case OPTIMIST, KNOW_ALL, MUTE, BOMBER, SPENDER, LIAR, REPEATER, BABBLER -> {
                if (!world.server().isMember(name)) {
                    session.joins();
                } else {
                    done++;
                    actsAsMember();
                }
            }
        }
    }

    private void visits() {
        done++;
        visits += session.isAccepted() ? 1 : 0;
        // What it was told may be damaged, or too old by now.
        if (session.isAccepted() || done % PATIENCE == 0) {
            session = new HostileSession(name, random, this::sends);
        }
        session.joins();
    }

    private void actsAsMember() {
        switch (kind) {
            case OPTIMIST -> session.send(ack(session.largest() + 1 + random.nextInt(2_000), random.nextInt(3)));
            case KNOW_ALL -> grants();
            case MUTE -> session.send(new Frame.Ping());
            case BOMBER -> bombs();
            case SPENDER -> spends();
            case LIAR -> lies();
            case REPEATER -> repeats();
            case BABBLER -> session.sendBytes(noise(2 + random.nextInt(200)));
            case FORGER, STRANGER, VISITOR, THIEF -> throw new AssertionError(kind + " is no member");
        }
    }

    private byte[] noise(int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    private void bombs() {
        for (int times = 0; times < 8; times++) {
            int index = pointsBeyond && random.nextInt(WRONG_ONE_IN) == 0 ? Frame.Fragment.MOST : random.nextInt(63);
            session.send(new Frame.Fragment(LOBBY_CHANNEL, nextNumber, index, Frame.Fragment.MOST,
                    ByteBuffer.wrap(noise(Frame.Fragment.BYTES))));
            // More bytes than the session's credit, and no more messages than the channel's.
            nextNumber = Math.min(MOST_NUMBER, nextNumber + (random.nextInt(8) == 0 ? 1 : 0));
        }
    }

    /** A few messages as they should be, then one far beyond what is allowed. */
    private void spends() {
        if (counter == FEW_WORDS) {
            nextNumber += FAR_BEYOND;
        }
        session.send(said(nextNumber++, ++counter, world.talk().next(name, null, 40)));
    }

    private void grants() {
        session.send(new Frame.Credit(LOBBY_CHANNEL, HUGE), new Frame.SessionCredit(HUGE),
                new Frame.Credit(ChannelId.CONTROL, HUGE));
    }

    private void lies() {
        grants();
        session.send(new Frame.Credit(LOBBY_CHANNEL, 0), new Frame.SessionCredit(0));
    }

    /** Says each text three times with one counter, as messages of their own; and each of those twice. */
    private void repeats() {
        if (nextNumber >= ENOUGH_REPEATED) {
            session.send(new Frame.Ping());
            return;
        }
        if (nextNumber % 3 == 0) {
            text = world.talk().next(name, null, 30);
            counter++;
        }
        Frame said = said(nextNumber++, counter, text);
        session.send(said);
        session.send(said);
    }

    private static Frame said(long number, long counter, String text) {
        return new Frame.Message(LOBBY_CHANNEL, number,
                new RoomFormat.Said(counter, ByteBuffer.wrap(text.getBytes(
                        StandardCharsets.UTF_8))).write());
    }

    /** There is a new server, which knows nothing of it: it begins anew. */
    void beginsAnew() {
        session = new HostileSession(name, random, this::sends);
        done = 0;
        visits = 0;
        nextNumber = 0;
        counter = 0;
    }

    /** Says nothing more; if it had a chance to break the protocol, it must have been thrown out for that. */
    void stops() {
        transport.close();
        ears.steals(null);
        boolean caught = switch (kind) {
            case OPTIMIST, SPENDER, BABBLER -> done < ENOUGH || world.server().hasBrokenProtocol(name);
            case BOMBER -> done < ENOUGH_BOMBS || world.server().hasBrokenProtocol(name);
            case KNOW_ALL -> session.largest() < SURE_TO_LEAVE_OUT || world.server().hasBrokenProtocol(name);
            case MUTE -> done < TOO_MUCH_FOR_THE_SLOW;
            case FORGER, STRANGER, THIEF, VISITOR, LIAR, REPEATER -> true;
        };
        world.findings().require(caught, "%s %s was not thrown out: %s", kind, name, world.server().whyLeft(name));
        world.findings().require(kind != Kind.VISITOR || done < MANY_KNOCKS || visits > PLACES,
                "%s found no place but %s", name, visits);
    }

}

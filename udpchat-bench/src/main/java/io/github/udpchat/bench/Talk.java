package io.github.udpchat.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

import org.HdrHistogram.Histogram;

/**
 * Puts one {@link Load} on a {@link Crowd}. A message's text is {@code m}, the place in the window (4 digits), a number (15
 * digits) and padding; so a recipient's copy tells which message it is.
 */
final class Talk {

    static final int MIN_BYTES = 20;
    static final int MAX_WINDOW = 9999;

    /** A message that has not reached everybody by then has lost what is missing, and its place is free again. */
    private static final long LOSS_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    /** So much longer for each delivery that may be outstanding, which is several times what the slowest server needs. */
    private static final long LOSS_NANOS_PER_DELIVERY = TimeUnit.MICROSECONDS.toNanos(50);
    private static final int SELECT_MILLIS = 50;
    private static final int DIGITS_PLACE = 4;
    private static final int DIGITS_NUMBER = 15;
    private static final int SIGNIFICANT_DIGITS = 3;

    private final Crowd crowd;
    private final Load load;
    private final Flight[] window;
    private final long lossNanos;
    private final Histogram latencies = new Histogram(SIGNIFICANT_DIGITS);
    private final long firstNumber = System.nanoTime() & 0xFFFF_FFFFL;
    private int sent;
    private int done;
    private long deliveries;
    private long lateDeliveries;

    private Talk(Crowd crowd, Load load) {
        this.crowd = crowd;
        this.load = load;
        this.window = new Flight[load.window()];
        this.lossNanos = LOSS_NANOS + LOSS_NANOS_PER_DELIVERY * load.peers() * load.window();
        for (int place = 0; place < window.length; place++) {
            window[place] = new Flight(load.peers());
        }
    }

    static LoadResult over(Crowd crowd, Load load) throws IOException {
        if (crowd.size() != load.peers() || load.bytes() < MIN_BYTES || load.window() > MAX_WINDOW) {
            throw new IllegalArgumentException(load + " for " + crowd.size() + " peers");
        }
        return new Talk(crowd, load).run();
    }

    private LoadResult run() throws IOException {
        long start = System.nanoTime();
        long talkNanos = load.duration().toNanos();
        while (System.nanoTime() - start < talkNanos || done < sent) {
            if (System.nanoTime() - start < talkNanos) {
                fillWindow();
            }
            crowd.receive(SELECT_MILLIS, this::onDatagram);
            giveUpOldOnes();
        }
        long elapsed = System.nanoTime() - start;
        long arrived = deliveries + lateDeliveries;
        return new LoadResult(sent, arrived, (long) sent * (load.peers() - 1) - arrived, elapsed, latencies);
    }

    private void fillWindow() throws IOException {
        for (int place = 0; place < window.length; place++) {
            if (window[place].isFree()) {
                long number = firstNumber + sent++;
                byte[] text = text(place, number);
                window[place].start(number, System.nanoTime());
                crowd.say(text);
            }
        }
    }

    private byte[] text(int place, long number) {
        byte[] text = new byte[load.bytes()];
        text[0] = 'm';
        putDecimal(text, 1, DIGITS_PLACE, place);
        putDecimal(text, 1 + DIGITS_PLACE, DIGITS_NUMBER, number);
        for (int i = 1 + DIGITS_PLACE + DIGITS_NUMBER; i < text.length; i++) {
            text[i] = 'x';
        }
        return text;
    }

    private static void putDecimal(byte[] text, int at, int digits, long value) {
        long rest = value;
        for (int i = at + digits - 1; i >= at; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    private void onDatagram(ByteBuffer datagram, int peer) {
        if (datagram.remaining() != load.bytes() || datagram.get(0) != 'm') {
            return; // Somebody's name or a probe that was on its way for long
        }
        long number = decimal(datagram, 1 + DIGITS_PLACE, DIGITS_NUMBER);
        Flight flight = window[(int) decimal(datagram, 1, DIGITS_PLACE)];
        if (flight.carries(number)) {
            if (flight.arrive(peer)) {
                deliveries++;
            }
            if (flight.isComplete()) {
                latencies.recordValue(flight.age(System.nanoTime()));
                flight.end();
                done++;
            }
        } else if (number >= firstNumber && number < firstNumber + sent) {
            lateDeliveries++;
        }
    }

    private static long decimal(ByteBuffer text, int at, int digits) {
        long value = 0;
        for (int i = at; i < at + digits; i++) {
            value = value * 10 + text.get(i) - '0';
        }
        return value;
    }

    private void giveUpOldOnes() {
        long now = System.nanoTime();
        for (Flight flight : window) {
            if (!flight.isFree() && flight.age(now) > lossNanos) {
                flight.end();
                done++;
            }
        }
    }
}

package io.github.udpchat.examples.feed;

import java.nio.ByteBuffer;

import io.github.udpchat.codec.Codec;
import io.github.udpchat.codec.CodecException;
import io.github.udpchat.model.Payload;

/**
 * Shows a small record with a fixed form in bytes: what a sensor measured, and the how manieth measurement that was.
 */
record Reading(int sensor, long number, double celsius) {

    /** 4, 8 and 8 bytes, big-endian. Stateless. */
    enum BytesCodec implements Codec<Reading> {
        INSTANCE;

        private static final int BYTES = Integer.BYTES + Long.BYTES + Double.BYTES;

        @Override
        public Payload encode(Reading reading) {
            ByteBuffer bytes = ByteBuffer.allocate(BYTES);
            bytes.putInt(reading.sensor()).putLong(reading.number()).putDouble(reading.celsius()).flip();
            return Payload.copyOf(bytes);
        }

        @Override
        public Reading decode(Payload payload) {
            if (payload.size() != BYTES) {
                throw new CodecException("a reading has " + BYTES + " bytes: " + payload);
            }
            ByteBuffer bytes = payload.asByteBuffer();
            return new Reading(bytes.getInt(), bytes.getLong(), bytes.getDouble());
        }
    }
}

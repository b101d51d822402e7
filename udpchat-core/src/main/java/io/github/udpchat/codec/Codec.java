package io.github.udpchat.codec;

import io.github.udpchat.model.Payload;

/**
 * Turns an application's messages into bytes and back.
 *
 * <p>
 * {@link #encode} runs on the threads that send, {@link #decode} on the endpoint's events thread; a codec that is used by
 * several rooms or threads must stand that. Neither is ever called while the library holds a lock, and a server decodes
 * nothing in order to relay it.
 *
 * {@snippet :
 * Codec<Integer> numbers = new Codec<>() {
 *     @Override
 *     public Payload encode(Integer number) {
 *         return Payload.utf8(number.toString());
 *     }
 *
 *     @Override
 *     public Integer decode(Payload payload) {
 *         try {
 *             return Integer.valueOf(Codec.text().decode(payload));
 *         } catch (NumberFormatException e) {
 *             throw new CodecException("not a number", e);
 *         }
 *     }
 * };
 * }
 *
 * @param <T> the application's message type
 */
public interface Codec<T> {

    /**
     * The bytes of a message. On the classic protocol they must be valid UTF-8.
     *
     * @param value the message
     * @return its bytes
     * @throws RuntimeException if the value has no form in bytes; the send that asked for it throws the same
     */
    Payload encode(T value);

    /**
     * The message that some bytes stand for. The bytes come from the network and can be anything.
     *
     * @param payload the bytes
     * @return the message, not null
     * @throws CodecException   if the bytes are no message: it is dropped and counted as
     *                          {@link io.github.udpchat.model.DropReason#UNDECODABLE}
     * @throws RuntimeException is a failure of the codec, and so is an {@code Error} such as an overflow of the stack: counted
     *                          likewise, and reported to {@code onError}
     */
    T decode(Payload payload);

    /** {@return the codec of plain text: strict UTF-8 (RFC 3629), unpaired surrogates refused} */
    static Codec<String> text() {
        return TextCodec.INSTANCE;
    }
}

package io.github.udpchat.codec;

/**
 * Says that bytes from the network are no message of the codec's type.
 *
 * {@snippet :
 * Payload payload = message.content();
 * if (payload.size() != 1) {
 *     throw new CodecException("a vote is one byte, this has " + payload.size());
 * }
 * }
 */
public class CodecException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * With a description.
     *
     * @param message what is wrong with the bytes
     */
    public CodecException(String message) {
        super(message);
    }

    /**
     * With a description and a cause.
     *
     * @param message what is wrong with the bytes
     * @param cause   what found it
     */
    public CodecException(String message, Throwable cause) {
        super(message, cause);
    }
}

package io.github.udpchat.codec;

import io.github.udpchat.model.Payload;
import java.nio.charset.CharacterCodingException;

/** Strict UTF-8. Stateless. */
enum TextCodec implements Codec<String> {
    INSTANCE;

    @Override
    public Payload encode(String value) {
        return Payload.utf8(value);
    }

    @Override
    public String decode(Payload payload) {
        try {
            return payload.decodeUtf8();
        } catch (CharacterCodingException e) {
            throw new CodecException("not UTF-8: " + payload, e);
        }
    }
}

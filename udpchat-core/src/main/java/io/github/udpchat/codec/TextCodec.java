package io.github.udpchat.codec;

import java.nio.charset.CharacterCodingException;

import io.github.udpchat.model.Payload;

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

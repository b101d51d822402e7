package io.github.udpchat.internal.engine;

import io.github.udpchat.model.PrintableText;

/** Puts what the application's code has thrown into words that are fit for the log. */
public final class FailureText {

    private FailureText() {}

    /**
     * {@return what a failure says of itself, without raw text: it may quote the network; or only its class, if it throws
     * while it speaks, for its words are the application's code too}
     */
    public static String of(Throwable failure) {
        try {
            return PrintableText.of(String.valueOf(failure));
        } catch (Throwable speechless) {
            return failure.getClass().getName();
        }
    }
}

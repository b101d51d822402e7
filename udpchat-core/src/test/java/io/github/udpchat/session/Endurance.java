package io.github.udpchat.session;

import java.util.Locale;

/** How long the tests take that prove something over time: short in each build, in full when told so. */
public final class Endurance {

    /** Whether {@code -Dsession.endurance=full} was given. */
    public static final boolean FULL = "full".equals(System.getProperty("session.endurance"));

    private Endurance() {}

    /** Prints a figure of a full run; a short one says nothing. */
    public static void print(String format, Object... arguments) {
        if (FULL) {
            System.out.printf(Locale.ROOT, format + "%n", arguments);
        }
    }
}

package io.github.udpchat.internal.session;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;

import io.github.udpchat.internal.machine.Entropy;

/** Gives what a test has written down, then 127 for ever: no packet number below that is left out. */
final class ScriptedEntropy implements Entropy {

    private final Queue<byte[]> script = new ArrayDeque<>();

    /** After all before, these bytes are given, all of them at once. */
    ScriptedEntropy then(byte[] bytes) {
        script.add(bytes);
        return this;
    }

    @Override
    public void fill(byte[] bytes) {
        byte[] next = script.poll();
        if (next == null) {
            Arrays.fill(bytes, (byte) 0);
            bytes[bytes.length - 1] = 127;
        } else if (next.length == bytes.length) {
            System.arraycopy(next, 0, bytes, 0, bytes.length);
        } else {
            throw new AssertionError(bytes.length + " bytes are wanted where the script has " + next.length);
        }
    }
}

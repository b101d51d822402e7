package io.github.udpchat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

import io.github.udpchat.internal.session.IdentitySecret;
import io.github.udpchat.model.IdentityKey;

/**
 * Who a server or client is: a secret that it keeps, and the public {@link #key} that follows from it (PROTOCOL.md, section
 * 2.3). Whoever has the secret is that server or client. Immutable, safe for several threads.
 *
 * {@snippet :
 * Identity identity = Identity.file(Path.of("server.key"));
 * ChatServer server = ChatServer.builder().identity(identity).start();
 * System.out.println("clients know this server by " + identity.key());
 * }
 */
public final class Identity {

    /** How many bytes the secret of an identity has. */
    public static final int SECRET_BYTES = IdentitySecret.BYTES;

    private final IdentitySecret secret;
    private final boolean lasting;
    private final Optional<IdentityFile> file;

    private Identity(byte[] secret, boolean lasting, Optional<IdentityFile> file) {
        this.secret = new IdentitySecret(secret);
        this.lasting = lasting;
        this.file = file;
    }

    /**
     * The identity in a file, which is made if it does not exist. Only its owner may be able to read the file. A server locks
     * it while it runs, so that no two servers are the same one.
     *
     * @param path where the file is
     * @return the identity
     * @throws UncheckedIOException  if the file can't be read or made
     * @throws IllegalStateException if others than its owner may read it, or it holds no identity
     */
    public static Identity file(Path path) {
        IdentityFile file = new IdentityFile(Objects.requireNonNull(path, "path"));
        try {
            return new Identity(file.readOrMake(), true, Optional.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read or make the identity file " + path + ": " + e, e);
        }
    }

    /**
     * The identity of a secret that the application keeps, in a vault for example.
     *
     * @param secret {@value #SECRET_BYTES} bytes that were drawn at random; they are not kept
     * @return the identity
     * @throws IllegalArgumentException if there are more or fewer bytes
     */
    public static Identity of(byte[] secret) {
        return new Identity(secret, true, Optional.empty());
    }

    /**
     * An identity that nobody has had before and nobody keeps: a visitor's, or a server's for a test.
     *
     * @param random draws the secret; must be good enough for secrets, as {@code Host.random()} is
     * @return the identity
     */
    public static Identity fresh(RandomGenerator random) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return new Identity(secret, false, Optional.empty());
    }

    /** {@return the public key, by which others know this identity} */
    public IdentityKey key() {
        return IdentityKey.of(secret.publicKey());
    }

    /** {@return whether somebody keeps it} */
    public boolean isLasting() {
        return lasting;
    }

    /** {@return the file that it is kept in, if it is} */
    public Optional<Path> path() {
        return file.map(IdentityFile::path);
    }

    /** Claims the identity for one server, to be given back when that is closed; refuses if another server has it. */
    Claim claim() throws IOException {
        return file.isPresent() ? file.get().lock() : () -> {
        };
    }

    /** The right to be the one server with an identity, until it is closed. */
    @FunctionalInterface
    interface Claim extends AutoCloseable {

        @Override
        void close();
    }

    /** {@return the keys that follow from it} */
    IdentitySecret keys() {
        return secret;
    }

    /** {@return the public key; never the secret, so that it may be logged} */
    @Override
    public String toString() {
        return "Identity[" + key() + "]";
    }
}

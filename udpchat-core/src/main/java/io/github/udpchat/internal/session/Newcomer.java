package io.github.udpchat.internal.session;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

import io.github.udpchat.internal.hub.Mark;
import io.github.udpchat.internal.hub.Member;
import io.github.udpchat.internal.noise.PublicKey25519;
import io.github.udpchat.internal.wire.ControlMessage;
import io.github.udpchat.internal.wire.Limits;
import io.github.udpchat.model.AdmissionRequest;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PeerId;
import org.jspecify.annotations.Nullable;

/** Who it is that has a session, as the hub wants to know it: the part of a {@link ServerSession} that does not change with its state. */
abstract class Newcomer extends DeadlineQueue.Entry implements Member {

    private final PublicKey25519 clientKey;
    private final boolean acceptsPlaintext;
    private final Instances instances;
    private @Nullable Applicant applicant;

    /**
     * Somebody who has shown to have a key.
     *
     * @param origin    what the handshake has made
     * @param instances the server's
     */
    Newcomer(Doorway.HalfOpen origin, Instances instances) {
        this.clientKey = origin.clientKey();
        this.acceptsPlaintext = origin.clientLimits().has(Limits.KNOWS_MODEL)
                && origin.clientLimits().has(Limits.ACCEPTS_PLAINTEXT);
        this.instances = instances;
    }

    /** {@return the link, which may be over: then the session may be forgotten} */
    abstract Link link();

    /** {@return what a member is called and known by; only of a member} */
    abstract Peer peer();

    PublicKey25519 clientKey() {
        return clientKey;
    }

    /** It wants to be a member. */
    Applicant applies(ControlMessage.Join wish) {
        applicant = new Applicant(clientKey, wish);
        return applicant;
    }

    Applicant applicant() {
        return Objects.requireNonNull(applicant, "who joins has said so");
    }

    @Override
    public AdmissionRequest request(String name) {
        return applicant().request(name, link().peer(), replaces());
    }

    @Override
    public List<Mark> marks() {
        return applicant().marks(link().peer());
    }

    @Override
    public Optional<Object> identity() {
        return Optional.of(clientKey);
    }

    @Override
    public boolean acceptsPlaintext() {
        return acceptsPlaintext;
    }

    /** A message may be passed on only when its client has another session already: it was being stored. */
    @Override
    public boolean isSameAs(Member other) {
        return this == other
                || other instanceof Newcomer session && applicant().isSameAs(session.applicant());
    }

    @Override
    public Optional<PeerId> replaces() {
        return Optional.ofNullable(instances.present(applicant().instance()))
                .map(present -> present.peer().id());
    }
}

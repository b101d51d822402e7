package io.github.udpchat.internal.session;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

import io.github.udpchat.internal.hub.Mark;
import io.github.udpchat.internal.hub.NameRules;
import io.github.udpchat.internal.noise.PublicKey25519;
import io.github.udpchat.internal.wire.ControlMessage;
import io.github.udpchat.model.AdmissionRequest;
import io.github.udpchat.model.IdentityKey;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Protocol;

/**
 * Who wants to be a member, at a server.
 *
 * @param key  the key that it has proved to have
 * @param join what it has said
 */
record Applicant(PublicKey25519 key, ControlMessage.Join join) {

    Instances.Key instance() {
        return new Instances.Key(key, join.clientInstance());
    }

    /** {@return whether it is one client on two sessions} */
    boolean isSameAs(Applicant other) {
        return join.clientInstance() == other.join.clientInstance() && key.equals(other.key);
    }

    /** {@return the name that it asks for; it may not be allowed} */
    String name() {
        return NameRules.normalized(join.name());
    }

    /** {@return by what it is known again: its key, a visitor's too, and where it is} */
    List<Mark> marks(InetSocketAddress address) {
        return List.of(new Mark.OfKey(IdentityKey.of(key.toByteArray())), new Mark.OfAddress(address.getAddress()));
    }

    /** {@return what the application is asked} */
    AdmissionRequest request(String name, InetSocketAddress address, Optional<PeerId> replaces) {
        Optional<IdentityKey> lasting = join.lasting() ? Optional.of(IdentityKey.of(key.toByteArray()))
                : Optional.empty();
        return new AdmissionRequest(name, Protocol.SESSION, address, lasting, join.token(), replaces);
    }
}

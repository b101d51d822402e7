package io.github.udpchat.internal.session;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import io.github.udpchat.internal.hub.NameRules;
import io.github.udpchat.internal.noise.PublicKey25519;
import io.github.udpchat.model.DropReason;

/**
 * Which key has which name now: PROTOCOL.md, section 2.14. A name belongs to one key at a time, which may have several
 * sessions. Owned by one {@link SessionServer}.
 */
final class Names {

    private final Map<String, Holder> holders = new HashMap<>();

    private record Holder(PublicKey25519 key, int sessions) {}

    /** Claims a name for a session; returns what stands against that, if anything. */
    Optional<DropReason> objection(String name, PublicKey25519 key) {
        if (!NameRules.isAllowed(name)) {
            return Optional.of(DropReason.NAME_NOT_ALLOWED);
        }
        return claim(name, key) ? Optional.empty() : Optional.of(DropReason.NAME_TAKEN);
    }

    /** Claims a name that is allowed for a session; returns whether it may have it. */
    boolean claim(String name, PublicKey25519 key) {
        Holder holder = holders.get(NameRules.folded(name));
        if (holder != null && !holder.key().equals(key)) {
            return false;
        }
        holders.put(NameRules.folded(name), new Holder(key, holder == null ? 1 : holder.sessions() + 1));
        return true;
    }

    /** Claims another name for a session in place of the one that it has; returns whether it may have it. */
    boolean change(String before, String after, PublicKey25519 key) {
        if (objection(after, key).isPresent()) {
            return false;
        }
        release(before);
        return true;
    }

    /** A session has the name no more. */
    void release(String name) {
        holders.computeIfPresent(NameRules.folded(name), (folded, holder) -> holder.sessions() == 1 ? null
                : new Holder(holder.key(), holder.sessions() - 1));
    }

    /** {@return how many names are taken} */
    int size() {
        return holders.size();
    }
}

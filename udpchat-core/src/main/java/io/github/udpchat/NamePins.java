package io.github.udpchat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

import io.github.udpchat.internal.hub.NameRules;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.IdentityKey;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.registry.PeerRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps names for the keys that had them first, in a file beside the server's identity, so that a restart lets nobody claim
 * another's name: PROTOCOL.md, section 2.14. In front of the application's registry, which is asked about whoever may have
 * the name. Peers without a lasting key can't have a name that is kept, and none is kept for them.
 */
final class NamePins implements PeerRegistry {

    /** So many names are kept; further ones are not, and can be taken by others when their owner is away. */
    static final int MOST = 100_000;

    /** So many names are kept for one key; so nobody can take all. */
    static final int MOST_OF_A_KEY = 8;

    private static final Logger LOG = LoggerFactory.getLogger(NamePins.class);

    private final Path path;
    private final PeerRegistry registry;
    private final Map<String, IdentityKey> owners = new TreeMap<>();
    private final Map<IdentityKey, Integer> namesOfKey = new HashMap<>();

    NamePins(Path path, PeerRegistry registry) {
        this.path = path;
        this.registry = registry;
        try {
            if (Files.exists(path)) {
                // Half a line may end within a character, which is no reason not to read the others.
                new String(Files.readAllBytes(path), StandardCharsets.UTF_8).lines().forEach(this::read);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read the names in " + path + ": " + e, e);
        }
    }

    /** A program that was killed while it wrote leaves half a line, which must not keep the server from starting. */
    private void read(String line) {
        int space = line.indexOf(' ');
        try {
            own(line.substring(space + 1), IdentityKey.parse(line.substring(0, Math.max(0, space))));
        } catch (IllegalArgumentException halfALine) {
            if (!line.isEmpty()) {
                LOG.warn("{} has a line that is not a key and a name; it is passed over", path);
            }
        }
    }

    private void own(String folded, IdentityKey key) {
        if (owners.putIfAbsent(folded, key) == null) {
            namesOfKey.merge(key, 1, Integer::sum);
        }
    }

    @Override
    public Admission admit(Peer candidate) {
        return admit(candidate, () -> registry.admit(candidate));
    }

    @Override
    public Admission admitAgain(Peer candidate, PeerId replaced) {
        return admit(candidate, () -> registry.admitAgain(candidate, replaced));
    }

    private Admission admit(Peer candidate, Supplier<Admission> byRegistry) {
        if (!mayHave(candidate, candidate.name())) {
            return refusal();
        }
        Admission answer = byRegistry.get();
        if (isOfAnother(candidate, answer)) {
            registry.remove(candidate);
            return refusal();
        }
        return answer;
    }

    /** The registry may give another name than it was asked for. */
    private boolean isOfAnother(Peer peer, Admission answer) {
        return answer instanceof Admission.Accepted accepted && !mayHave(peer, accepted.name());
    }

    private static Admission refusal() {
        return Admission.reject(DropReason.NAME_OF_ANOTHER_KEY, "the name belongs to somebody else");
    }

    private synchronized boolean mayHave(Peer peer, String name) {
        IdentityKey owner = owners.get(NameRules.folded(name));
        return owner == null || peer.key().filter(owner::equals).isPresent();
    }

    /**
     * A peer is a member under its name, which is its own from here on, if it has a lasting key. Called on the events thread,
     * for a file is written.
     */
    synchronized void keep(Peer peer) {
        String folded = NameRules.folded(peer.name());
        if (peer.key().isEmpty() || owners.containsKey(folded) || owners.size() >= MOST
                || namesOfKey.getOrDefault(peer.key().get(), 0) >= MOST_OF_A_KEY) {
            return;
        }
        own(folded, peer.key().get());
        try {
            // The line break comes first, so that half a line of an earlier crash spoils no other.
            OwnerFiles.append(path, "\n" + peer.key().get() + " " + folded);
        } catch (IOException e) {
            throw new UncheckedIOException("Can't keep a name in " + path + ": " + e, e);
        }
    }

    @Override
    public Admission rename(Peer peer, String newName) {
        if (!mayHave(peer, newName)) {
            return refusal();
        }
        Admission answer = registry.rename(peer, newName);
        if (isOfAnother(peer, answer)) {
            registry.rename(peer, peer.name());
            return refusal();
        }
        return answer;
    }

    @Override
    public void remove(Peer peer) {
        registry.remove(peer);
    }

    @Override
    public Optional<Peer> find(PeerId id) {
        return registry.find(id);
    }

    @Override
    public List<Peer> findByName(String name) {
        return registry.findByName(name);
    }
}

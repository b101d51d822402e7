package io.github.udpchat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.github.udpchat.internal.hub.NameRules;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.IdentityKey;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.registry.PeerRegistry;

/**
 * Keeps names for the keys that had them first, in a file beside the server's identity, so that a restart lets nobody claim
 * another's name: PROTOCOL.md, section 2.14. In front of the application's registry, which is asked about whoever may have
 * the name. Peers without a lasting key can't have a name that is kept, and none is kept for them.
 */
final class NamePins implements PeerRegistry {

    /** So many names are kept; further ones are not, and can be taken by others when their owner is away. */
    static final int MOST = 100_000;

    private final Path path;
    private final PeerRegistry registry;
    private final Map<String, IdentityKey> owners = new TreeMap<>();

    NamePins(Path path, PeerRegistry registry) {
        this.path = path;
        this.registry = registry;
        try {
            for (String line : Files.exists(path) ? Files.readAllLines(path) : List.<String>of()) {
                int space = line.indexOf(' ');
                if (space < 0) {
                    throw new IllegalStateException(path + " has a line that is not a key and a name");
                }
                owners.put(line.substring(space + 1), IdentityKey.parse(line.substring(0, space)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read the names in " + path + ": " + e, e);
        }
    }

    @Override
    public Admission admit(Peer candidate) {
        if (!mayHave(candidate, candidate.name())) {
            return refusal();
        }
        Admission answer = registry.admit(candidate);
        if (answer instanceof Admission.Accepted(String name)) {
            if (!mayHave(candidate, name)) {
                registry.remove(candidate);
                return refusal();
            }
            keep(candidate, name);
        }
        return answer;
    }

    private static Admission refusal() {
        return Admission.reject(DropReason.NAME_OF_ANOTHER_KEY, "the name belongs to somebody else");
    }

    private synchronized boolean mayHave(Peer peer, String name) {
        IdentityKey owner = owners.get(NameRules.folded(name));
        return owner == null || peer.key().filter(owner::equals).isPresent();
    }

    private synchronized void keep(Peer peer, String name) {
        String folded = NameRules.folded(name);
        if (peer.key().isEmpty() || owners.containsKey(folded) || owners.size() >= MOST) {
            return;
        }
        try {
            OwnerFiles.append(path, peer.key().get() + " " + folded);
            owners.put(folded, peer.key().get());
        } catch (IOException e) {
            throw new UncheckedIOException("Can't keep a name in " + path + ": " + e, e);
        }
    }

    @Override
    public Admission rename(Peer peer, String newName) {
        return mayHave(peer, newName) ? registry.rename(peer, newName) : refusal();
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

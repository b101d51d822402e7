package io.github.udpchat.registry;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

import io.github.udpchat.model.Admission;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PeerId;

/**
 * Accepts everybody. Owns the map of members, which is sorted by id. A look-up by name reads the whole map: it is an
 * operator's question, not part of relaying.
 */
final class InMemoryPeerRegistry implements PeerRegistry {

    private final ConcurrentSkipListMap<PeerId, Peer> members = new ConcurrentSkipListMap<>();

    @Override
    public Admission admit(Peer candidate) {
        members.put(candidate.id(), candidate);
        return Admission.accept(candidate.name(), candidate.role());
    }

    @Override
    public Admission rename(Peer peer, String newName) {
        members.put(peer.id(), peer.withName(newName));
        return Admission.accept(newName, peer.role());
    }

    @Override
    public void remove(Peer peer) {
        members.remove(peer.id());
    }

    @Override
    public Optional<Peer> find(PeerId id) {
        return Optional.ofNullable(members.get(id));
    }

    @Override
    public List<Peer> findByName(String name) {
        return members.values().stream().filter(peer -> peer.name().equals(name)).toList();
    }
}

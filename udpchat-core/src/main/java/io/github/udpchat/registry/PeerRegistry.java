package io.github.udpchat.registry;

import java.util.List;
import java.util.Optional;

import io.github.udpchat.model.Admission;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PeerId;

/**
 * Who may be a member of a server, and who is. The library brings {@link #inMemory()}; an application may keep its
 * members in a database instead.
 *
 * <p>
 * The server keeps an index of its own for relaying, so it asks the registry only when somebody joins, is renamed or
 * leaves. Each such call runs on a thread of its own, never under a lock of the library: it may block. At most 64 calls run
 * at a time; joins and leaves beyond that wait for their turn, renames are refused. A peer that wants to join waits for 5
 * seconds, its turn and the admission hook included; after that it is refused, and should a late answer of {@link #admit}
 * be an acceptance it is taken back with {@link #remove}. A registry that throws or returns null costs only the operation
 * at hand and is reported to the server's {@code onError}.
 *
 * <p>
 * Calls for different peers may run at the same time and in any order; implementations must be safe for that. For one
 * peer, {@code admit} comes first and {@code remove} last. A peer that leaves while a {@code rename} is being decided is
 * removed at once, and once more after the answer. A server that closes removes all its peers too, on a
 * thread of its own: {@code close()} does not wait for that, and a program that ends at once may end before it.
 *
 * {@snippet :
 * // Implement it over a database, so that several servers share their members' names.
 * PeerRegistry registry = myRegistry();
 * ChatServer server = ChatServer.builder().registry(registry).start();
 * }
 */
public interface PeerRegistry {

    /**
     * Asks whether a peer may become a member, and notes it as one if so. Called after the server's admission hook, with
     * the name and the role that the hook settled on. The answer's role holds: who does not want to change that answers
     * {@code Admission.accept(name, candidate.role())}, for an answer without a role makes everybody a
     * {@link io.github.udpchat.model.Role#MEMBER}.
     *
     * @param candidate the peer
     * @return whether it may, under which name and in which role
     */
    Admission admit(Peer candidate);

    /**
     * Asks the same for a client that comes again on another session while its earlier one has not ended. It gets a new id; the
     * earlier member is removed when this one has joined. A registry in which a name is taken once must let this one have it.
     * Unless overridden: asked as for anybody else.
     *
     * @param candidate the peer
     * @param replaced  the member whose place it takes
     * @return whether it may, under which name and in which role
     */
    default Admission admitAgain(Peer candidate, PeerId replaced) {
        return admit(candidate);
    }

    /**
     * Asks whether a member may change its name, and notes the new one if so. It stays in its role, whatever the answer says of that.
     *
     * @param peer    the member under its present name
     * @param newName the name that it shall have
     * @return whether it may, and which name it gets
     */
    Admission rename(Peer peer, String newName);

    /**
     * Notes that a peer is no longer a member. Unknown peers are ignored.
     *
     * @param peer the peer under its last name
     */
    void remove(Peer peer);

    /**
     * Looks up a member. The server never calls this: it is for the application, and for tools that work on any registry.
     *
     * @param id its id
     * @return the member, or nothing if there is none
     */
    Optional<Peer> find(PeerId id);

    /**
     * Looks up members by name. The server never calls this either. On the classic protocol names are labels, and several peers may bear the same.
     *
     * @param name the exact name
     * @return the members with that name, in the order of their ids; empty if there is none
     */
    List<Peer> findByName(String name);

    /** {@return a new registry that accepts everybody under the name asked for, and forgets all when the JVM ends} */
    static PeerRegistry inMemory() {
        return new InMemoryPeerRegistry();
    }
}

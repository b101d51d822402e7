package io.github.udpchat;

import java.util.Objects;

import io.github.udpchat.internal.hub.HubInside;
import io.github.udpchat.internal.session.Inside;

/** What the campaign needs to know of a server and nobody else may. */
public final class ServerInside {

    private ServerInside() {}

    /**
     * What a server of the session protocol keeps.
     *
     * @param rooms      those included in which nobody is
     * @param persons    those included who are waited for
     * @param remembered bytes of what was said
     * @param sanctions  how many are muted, and what is banned
     * @param sessions   sessions and what belongs to them
     */
    public record Kept(int rooms, int persons, long remembered, int sanctions, Inside.Kept sessions) {}

    /** {@return what a server keeps} */
    public static Kept kept(ChatServer server) {
        return server.engine.inspect((machine, now, out) -> new Kept(HubInside.rooms(machine.hub()),
                HubInside.persons(machine.hub()),
                HubInside.rememberedBytes(machine.hub()), HubInside.sanctions(machine.hub()),
                Inside.kept(Objects.requireNonNull(machine.sessions()))));
    }
}

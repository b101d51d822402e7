package io.github.udpchat.internal.hub;

/** What the campaign needs to know of a hub and nobody else may. */
public final class HubInside {

    private HubInside() {}

    /** {@return how many rooms there are, those included in which nobody is} */
    public static int rooms(Hub hub) {
        return hub.rooms().count();
    }

    /** {@return how much is known of persons: 0 if nobody is there, and nobody waited for} */
    public static int persons(Hub hub) {
        return hub.persons().kept();
    }

    /** {@return how many bytes are remembered of what was said} */
    public static long rememberedBytes(Hub hub) {
        return hub.rooms().archive().bytes();
    }

    /** {@return how many are muted, and how many keys and addresses are banned} */
    public static int sanctions(Hub hub) {
        return hub.sanctions().count();
    }
}

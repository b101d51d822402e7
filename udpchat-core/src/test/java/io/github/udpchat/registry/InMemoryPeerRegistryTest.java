package io.github.udpchat.registry;

import io.github.udpchat.contract.PeerRegistryContract;

/** The contract, for the registry in memory. */
class InMemoryPeerRegistryTest extends PeerRegistryContract {

    @Override
    protected PeerRegistry newRegistry() {
        return PeerRegistry.inMemory();
    }
}

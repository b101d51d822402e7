package io.github.udpchat.network;

import io.github.udpchat.contract.DontFragmentContract;

class DontFragmentTest extends DontFragmentContract {

    DontFragmentTest() {
        super(UdpNetwork.class);
    }
}

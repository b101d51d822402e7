/* A relay over ENet: each reliable packet of one peer goes to all others. Says "port N"; ends with its input. */
#include <enet/enet.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define MAX_PEERS 4095
#define SERVICE_MILLIS 100

static void relay(ENetHost *host, const ENetPeer *author, ENetPacket *packet) {
    packet->flags = ENET_PACKET_FLAG_RELIABLE;
    for (size_t place = 0; place < host->peerCount; place++) {
        ENetPeer *peer = &host->peers[place];
        if (peer != author && peer->state == ENET_PEER_STATE_CONNECTED) {
            enet_peer_send(peer, 0, packet);
        }
    }
    if (packet->referenceCount == 0) {
        enet_packet_destroy(packet);
    }
}

static int input_ended(void) {
    char byte;
    struct pollfd input = {.fd = 0, .events = POLLIN};
    return poll(&input, 1, 0) > 0 && read(0, &byte, 1) <= 0;
}

int main(void) {
    ENetAddress address = {.port = 0};
    ENetEvent event;
    if (enet_initialize() != 0 || enet_address_set_host(&address, "127.0.0.1") != 0) {
        return 1;
    }
    ENetHost *host = enet_host_create(&address, MAX_PEERS, 1, 0, 0);
    if (host == NULL) {
        perror("enet relay");
        return 1;
    }
    printf("port %d\n", host->address.port);
    fflush(stdout);
    for (;;) {
        int found = enet_host_service(host, &event, SERVICE_MILLIS);
        if (found == 0 && input_ended()) {
            return 0;
        }
        for (; found > 0; found = enet_host_check_events(host, &event)) {
            if (event.type == ENET_EVENT_TYPE_RECEIVE) {
                relay(host, event.peer, event.packet);
            }
        }
    }
}

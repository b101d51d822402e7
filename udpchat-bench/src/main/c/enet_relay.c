/* A relay over ENet: each packet of one peer goes to all others, reliably. Says "port N"; ends with its input.
 * Its one argument is how many peers there may be. ENet walks over all their places again and again, so that there should
 * not be more of them than peers. */
#include <enet/enet.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define SERVICE_MILLIS 1000
/* As udpchat asks for. With ENet's own 256 KiB the acknowledgements of 100 peers are lost there, and all is said again. */
#define RECEIVE_BUFFER_BYTES (4 * 1024 * 1024)

static void *end_with_input(void *unused) {
    char byte;
    (void) unused;
    while (read(0, &byte, 1) > 0) {
    }
    exit(0);
}

/* The packet is the host's from here on: it is freed when the last recipient has it. */
static void relay(ENetHost *host, const ENetPeer *author, ENetPacket *packet) {
    packet->flags |= ENET_PACKET_FLAG_RELIABLE;
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

int main(int argc, char **argv) {
    pthread_t watcher;
    ENetAddress address = {.port = 0};
    ENetEvent event;
    if (argc != 2 || enet_initialize() != 0 || enet_address_set_host(&address, "127.0.0.1") != 0) {
        fprintf(stderr, "usage: enet_relay PEERS\n");
        return 2;
    }
    ENetHost *host = enet_host_create(&address, atoi(argv[1]), 1, 0, 0);
    if (host == NULL || pthread_create(&watcher, NULL, end_with_input, NULL) != 0) {
        perror("enet_relay");
        return 1;
    }
    enet_socket_set_option(host->socket, ENET_SOCKOPT_RCVBUF, RECEIVE_BUFFER_BYTES);
    printf("port %d\n", host->address.port);
    fflush(stdout);
    /* Hands out all that has come before it sends, so that what goes to a peer shares datagrams as far as it can. */
    while (enet_host_service(host, &event, SERVICE_MILLIS) >= 0) {
        if (event.type == ENET_EVENT_TYPE_RECEIVE) {
            relay(host, event.peer, event.packet);
        }
    }
    perror("enet_relay");
    return 1;
}

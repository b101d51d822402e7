/* Peers of the ENet relay, each with a socket of its own, on one thread. The first one talks, all others listen.
 *
 * usage: enet_peers PORT PEERS. Says "ready" when all are connected. Each line "WINDOW BYTES MILLIS" of its input is a load; the
 * answer is a line "MESSAGES DELIVERIES NANOS", and one with the nanoseconds until the last peer had each message. Ends with
 * its input, after it has said goodbye. */
#include <enet/enet.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>

#define MILLI 1000000LL
#define SECOND (1000 * MILLI)
#define PATIENCE (10 * SECOND)
/* So often every peer sees to its timers, whether something has come for it or not. */
#define TIMERS_EVERY (5 * MILLI)
#define WAIT_MILLIS 1

struct message { /* what a message begins with */
    uint64_t number;
    uint32_t place;
};

struct flight { /* a place in the window */
    uint64_t number;
    int64_t sent_at;
    int missing; /* 0: the place is free */
};

static int peers;
static ENetHost **hosts;
static ENetPeer **links;
static int epoll_fd;
static int connected;
static int64_t timers_at;

static int window;
static int bytes;
static struct flight *flights;
static uint64_t next_number;
static int64_t sent, done, deliveries, last_delivery;
static int64_t *latencies;
static size_t latency_room;

static void fail(const char *why) {
    fprintf(stderr, "enet_peers: %s\n", why);
    exit(1);
}

static void *checked(void *memory) {
    if (memory == NULL) {
        fail("out of memory");
    }
    return memory;
}

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * SECOND + time.tv_nsec;
}

static void complete(struct flight *flight, int64_t at) {
    if ((size_t) done == latency_room) {
        latency_room = 2 * latency_room + 1024;
        latencies = checked(realloc(latencies, latency_room * sizeof *latencies));
    }
    latencies[done++] = at - flight->sent_at;
}

static void on_message(const ENetPacket *packet) {
    struct message message;
    if (packet->dataLength != (size_t) bytes) {
        fail("a message of another length");
    }
    memcpy(&message, packet->data, sizeof message);
    struct flight *flight = &flights[message.place];
    if (flight->number != message.number || flight->missing == 0) {
        fail("a message that nobody waits for: ENet has delivered one twice");
    }
    deliveries++;
    last_delivery = now();
    if (--flight->missing == 0) {
        complete(flight, last_delivery);
    }
}

static void serve(int peer) {
    ENetEvent event;
    int found;
    while ((found = enet_host_service(hosts[peer], &event, 0)) > 0) {
        switch (event.type) {
        case ENET_EVENT_TYPE_CONNECT:
            connected++;
            break;
        case ENET_EVENT_TYPE_DISCONNECT:
            connected--;
            break;
        case ENET_EVENT_TYPE_RECEIVE:
            on_message(event.packet);
            enet_packet_destroy(event.packet);
            break;
        default:
            break;
        }
    }
    if (found < 0) {
        fail("a socket failed");
    }
}

/* Waits for a moment, and serves whoever has got something; from time to time everybody. */
static void serve_all(void) {
    struct epoll_event ready[64];
    int count = epoll_wait(epoll_fd, ready, 64, WAIT_MILLIS);
    for (int i = 0; i < count; i++) {
        serve((int) ready[i].data.u32);
    }
    if (now() >= timers_at) {
        timers_at = now() + TIMERS_EVERY;
        for (int peer = 0; peer < peers; peer++) {
            serve(peer);
        }
    }
}

static void open_all(int port) {
    ENetAddress server;
    enet_address_set_host(&server, "127.0.0.1");
    server.port = (enet_uint16) port;
    hosts = checked(calloc((size_t) peers, sizeof *hosts));
    links = checked(calloc((size_t) peers, sizeof *links));
    epoll_fd = epoll_create1(0);
    for (int peer = 0; peer < peers; peer++) {
        hosts[peer] = checked(enet_host_create(NULL, 1, 1, 0, 0));
        links[peer] = checked(enet_host_connect(hosts[peer], &server, 1, 0));
        struct epoll_event interest = {.events = EPOLLIN, .data.u32 = (uint32_t) peer};
        if (epoll_ctl(epoll_fd, EPOLL_CTL_ADD, hosts[peer]->socket, &interest) != 0) {
            fail("epoll");
        }
        enet_host_flush(hosts[peer]);
    }
    for (int64_t start = now(); connected < peers; serve_all()) {
        if (now() - start > PATIENCE) {
            fail("not all could connect");
        }
    }
}

static void say(int place) {
    ENetPacket *packet = checked(enet_packet_create(NULL, (size_t) bytes, ENET_PACKET_FLAG_RELIABLE));
    struct message message = {.number = next_number++, .place = (uint32_t) place};
    memset(packet->data, 'x', (size_t) bytes);
    memcpy(packet->data, &message, sizeof message);
    flights[place] = (struct flight) {.number = message.number, .sent_at = now(), .missing = peers - 1};
    sent++;
    if (enet_peer_send(links[0], 0, packet) != 0) {
        fail("a message was not taken");
    }
}

static void fill_window(void) {
    int64_t before = sent;
    for (int place = 0; place < window; place++) {
        if (flights[place].missing == 0) {
            say(place);
        }
    }
    if (sent > before) {
        enet_host_flush(hosts[0]);
    }
}

static void talk(int64_t duration) {
    sent = done = deliveries = 0;
    flights = checked(calloc((size_t) window, sizeof *flights));
    int64_t start = now();
    last_delivery = start;
    while (now() - start < duration || done < sent) {
        if (now() - start < duration) {
            fill_window();
        }
        serve_all();
        if (connected < peers || now() - last_delivery > PATIENCE) {
            fail("a peer was lost");
        }
    }
    printf("%lld %lld %lld\n", (long long) sent, (long long) deliveries, (long long) (now() - start));
    for (int64_t i = 0; i < done; i++) {
        printf("%lld ", (long long) latencies[i]);
    }
    printf("\n");
    fflush(stdout);
    free(flights);
}

static void say_goodbye(void) {
    for (int peer = 0; peer < peers; peer++) {
        enet_peer_disconnect(links[peer], 0);
        enet_host_flush(hosts[peer]);
    }
    for (int64_t start = now(); connected > 0 && now() - start < PATIENCE;) {
        serve_all();
    }
}

/* Whether there is another line of input. The peers live on while they wait for it: whoever does not answer is given up. */
static int next_line(char *line, int room) {
    struct pollfd input = {.fd = 0, .events = POLLIN};
    while (poll(&input, 1, 0) == 0) {
        serve_all();
    }
    return fgets(line, room, stdin) != NULL;
}

int main(int argc, char **argv) {
    char line[100];
    long long millis;
    if (argc != 3 || (peers = atoi(argv[2])) < 2 || enet_initialize() != 0) {
        fprintf(stderr, "usage: enet_peers PORT PEERS\n");
        return 2;
    }
    open_all(atoi(argv[1]));
    printf("ready\n");
    fflush(stdout);
    while (next_line(line, sizeof line)) {
        if (sscanf(line, "%d %d %lld", &window, &bytes, &millis) != 3 || bytes < (int) sizeof(struct message)) {
            fail("not a load");
        }
        talk(millis * MILLI);
    }
    say_goodbye();
    return 0;
}

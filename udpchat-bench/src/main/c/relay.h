/* What both C relays share: the socket, the members, and the end. For loopback: members are told apart by port alone. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_DATAGRAM_BYTES 1024
#define MAX_MEMBERS 20000

static struct sockaddr_in members[MAX_MEMBERS];
static int member_count;
static int place_by_port[65536]; /* place in members plus 1; 0: not a member */

static void *end_with_input(void *unused) {
    char byte;
    (void) unused;
    while (read(0, &byte, 1) > 0) {
    }
    exit(0);
}

/* Binds a free port of 127.0.0.1 and says which: "port N". */
static int open_socket(void) {
    pthread_t watcher;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *) &address, sizeof address) < 0
            || getsockname(fd, (struct sockaddr *) &address, &length) < 0
            || pthread_create(&watcher, NULL, end_with_input, NULL) != 0) {
        perror("relay");
        exit(1);
    }
    printf("port %d\n", ntohs(address.sin_port));
    fflush(stdout);
    return fd;
}

static void join(const struct sockaddr_in *from) {
    if (member_count < MAX_MEMBERS) {
        members[member_count++] = *from;
        place_by_port[ntohs(from->sin_port)] = member_count;
    }
}

static void leave(int place) {
    place_by_port[ntohs(members[place].sin_port)] = 0;
    if (place != --member_count) {
        members[place] = members[member_count];
        place_by_port[ntohs(members[place].sin_port)] = place + 1;
    }
}

/* Takes one datagram in. Returns the author's place among the members if it is a line to relay, otherwise -1. */
static int receive_line(int fd, char *bytes, ssize_t *length) {
    struct sockaddr_in from;
    socklen_t from_length = sizeof from;
    *length = recvfrom(fd, bytes, MAX_DATAGRAM_BYTES, 0, (struct sockaddr *) &from, &from_length);
    if (*length <= 0) {
        return -1;
    }
    int place = place_by_port[ntohs(from.sin_port)] - 1;
    int leaves = *length == 3 && memcmp(bytes, "qqq", 3) == 0;
    if (place < 0) {
        if (!leaves) {
            join(&from);
        }
        return -1;
    }
    if (leaves) {
        leave(place);
        return -1;
    }
    return place;
}

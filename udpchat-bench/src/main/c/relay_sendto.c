/* The relay that one writes first in C: one recvfrom a line, one sendto a recipient. */
#include "relay.h"

int main(void) {
    static char bytes[MAX_DATAGRAM_BYTES];
    int fd = open_socket();
    for (;;) {
        ssize_t length;
        int author = receive_line(fd, bytes, &length);
        if (author < 0) {
            continue;
        }
        for (int i = 0; i < member_count; i++) {
            if (i != author) {
                sendto(fd, bytes, length, 0, (struct sockaddr *) &members[i], sizeof members[i]);
            }
        }
    }
}

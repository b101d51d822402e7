/* One recvfrom a line, one sendmmsg for up to 1024 recipients: the messages before the author's place, then those after. */
#include "relay.h"

#define MAX_BATCH 1024

static struct mmsghdr messages[MAX_MEMBERS];

static void send_to(int fd, int from, int to) {
    while (from < to) {
        int sent = sendmmsg(fd, messages + from, to - from < MAX_BATCH ? to - from : MAX_BATCH, 0);
        from += sent > 0 ? sent : 1; /* One that fails is a lost datagram */
    }
}

int main(void) {
    static char bytes[MAX_DATAGRAM_BYTES];
    struct iovec line = {.iov_base = bytes};
    for (int i = 0; i < MAX_MEMBERS; i++) {
        messages[i].msg_hdr.msg_name = &members[i];
        messages[i].msg_hdr.msg_namelen = sizeof members[i];
        messages[i].msg_hdr.msg_iov = &line;
        messages[i].msg_hdr.msg_iovlen = 1;
    }
    int fd = open_socket();
    for (;;) {
        ssize_t length;
        int author = receive_line(fd, bytes, &length);
        if (author >= 0) {
            line.iov_len = length;
            send_to(fd, 0, author);
            send_to(fd, author + 1, member_count);
        }
    }
}

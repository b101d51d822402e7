"""DATA (section 2.6): sealing, opening, the replay window, key phases. One Sealer and one Opener for each side of a session."""

import aesgcm
from noise import mac
from packets import DATA_TYPE, DATAGRAM, Drop, drop_if, number, u

HEADER, TAG = 18, 16
WINDOW = 1024
ROOM = DATAGRAM - HEADER - TAG                                  # for frames


def packet_key(secret):
    return mac(secret, b"udpchat/1 packet key")


def next_secret(secret):
    return mac(secret, b"udpchat/1 next secret")


def _nonce(n):
    return u(4, 0) + u(8, n)


def header(session, n, flags):
    return bytes([DATA_TYPE, flags]) + u(8, session) + u(8, n)


def seal(key, head, frames):
    return head + aesgcm.seal(key, _nonce(number(head[10:18])), head, frames)


def parse_header(datagram):
    """Session and packet number; step 1."""
    drop_if(not HEADER + 1 + TAG <= len(datagram) <= DATAGRAM, "MALFORMED")
    drop_if(datagram[1] > 1 or number(datagram[10:18]) >= 1 << 62, "MALFORMED")
    return number(datagram[2:10]), number(datagram[10:18])


class Sealer:
    def __init__(self, session, secret):
        self.session, self.secret, self.phase, self.next = session, secret, 0, 0
        self.key = packet_key(secret)

    def update(self):
        """To the next key phase; only if a packet of this one was acknowledged."""
        self.secret = next_secret(self.secret)
        self.key, self.phase = packet_key(self.secret), self.phase + 1

    def seal(self, frames):
        n = self.next
        self.next += 1
        return n, seal(self.key, header(self.session, n, self.phase & 1), frames)


class Opener:
    def __init__(self, secret):
        self.phase, self.current, self.previous = 0, packet_key(secret), None
        self._following(secret)
        self.highest, self.lowest, self.received = None, None, set()

    def _following(self, secret):
        self.following_secret = next_secret(secret)             # of the phase after the current one
        self.following = packet_key(self.following_secret)

    def open(self, datagram):
        """The packet number and the frames' bytes: steps 3 to 7."""
        n, flags = number(datagram[10:18]), datagram[1]
        drop_if(self.highest is not None and n + WINDOW <= self.highest or n in self.received, "REPLAYED")
        if flags == self.phase & 1:
            key = self.current
        elif self.lowest is not None and n < self.lowest:
            key = self.previous
        elif self.highest is None or n > self.highest:
            key = self.following
        else:
            key = None
        drop_if(key is None, "NOT_AUTHENTIC")
        try:
            frames = aesgcm.unseal(key, _nonce(n), datagram[:HEADER], datagram[HEADER:])
        except aesgcm.NotAuthentic:
            raise Drop("NOT_AUTHENTIC") from None
        if key is self.following:
            self.previous, self.current, self.phase, self.lowest = self.current, key, self.phase + 1, n
            self._following(self.following_secret)
        elif key is self.current:
            self.lowest = n if self.lowest is None else min(n, self.lowest)
        self.received.add(n)
        if self.highest is None or n > self.highest:
            self.highest = n
            self.received = {m for m in self.received if m + WINDOW > n}
        if self.highest >= self.lowest + WINDOW:
            self.previous = None
        return n, frames

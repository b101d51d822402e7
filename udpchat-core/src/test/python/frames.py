"""The frames of section 2.8 as bytes and back, and what about them can be judged from the packet alone."""

from dataclasses import dataclass

FRAGMENT_BYTES = 1024
CHANNEL_ZERO_BYTES = 1024


class Malformed(Exception):
    """A protocol violation: none of the packet's frames has an effect, and the session is closed with code 1."""


def v(number):
    for size, mark in ((1, 0), (2, 1), (4, 2), (8, 3)):
        if number < 1 << 8 * size - 2:
            return (mark << 8 * size - 2 | number).to_bytes(size, "big")
    raise ValueError(f"{number} has no variable-length form")


def bytes_v(content):
    return v(len(content)) + content


class Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def more(self):
        return self.at < len(self.data)

    def bytes(self, n):
        if n > len(self.data) - self.at:
            raise Malformed("reaches beyond the end")
        self.at += n
        return self.data[self.at - n:self.at]

    def u(self, size):
        return int.from_bytes(self.bytes(size), "big")

    def v(self):
        first = self.u(1)
        size = 1 << (first >> 6)
        return int.from_bytes(bytes([first & 0x3F]) + self.bytes(size - 1), "big")

    def bytes_v(self, most=None):
        n = self.v()
        if most is not None and n > most:
            raise Malformed(f"{n} bytes instead of at most {most}")
        return self.bytes(n)

    def rest(self):
        return self.bytes(len(self.data) - self.at)


def _channel(r):
    channel = r.v()
    if channel >= 1 << 32:
        raise Malformed("a channel of 2^32 or above")
    if channel & 3 == 3:
        raise Malformed("a channel of class 3")
    return channel


@dataclass(frozen=True)
class Padding:
    TYPE = 0x00

    def encode(self):
        return b"\x00"

    @classmethod
    def decode(cls, r):
        return cls()


@dataclass(frozen=True)
class Ping:
    TYPE = 0x01

    def encode(self):
        return b"\x01"

    @classmethod
    def decode(cls, r):
        return cls()


@dataclass(frozen=True)
class Ack:
    """Ranges are (lowest, highest), from the highest down; never adjacent."""
    TYPE = 0x02
    delay: int
    ranges: tuple

    @classmethod
    def of(cls, numbers, delay=0):
        ranges = []
        for n in sorted(numbers, reverse=True):
            if ranges and n == ranges[-1][0] - 1:
                ranges[-1][0] = n
            elif len(ranges) == 32:
                break
            else:
                ranges.append([n, n])
        return cls(delay, tuple(map(tuple, ranges)))

    def encode(self):
        low, high = self.ranges[0]
        out = b"\x02" + v(high) + v(self.delay) + v(len(self.ranges) - 1) + v(high - low)
        for next_low, next_high in self.ranges[1:]:
            out += v(low - next_high - 2) + v(next_high - next_low)
            low = next_low
        return out

    @classmethod
    def decode(cls, r):
        high, delay, n = r.v(), r.v(), r.v()
        if n > 31:
            raise Malformed("an ACK with more than 32 ranges")
        ranges = [(high - r.v(), high)]
        for _ in range(n):
            high = ranges[-1][0] - r.v() - 2
            ranges.append((high - r.v(), high))
        if ranges[-1][0] < 0:
            raise Malformed("an ACK of a number below 0")
        return cls(delay, tuple(ranges))


@dataclass(frozen=True)
class Message:
    TYPE = 0x03
    channel: int
    number: int
    content: bytes

    def encode(self):
        return b"\x03" + v(self.channel) + v(self.number) + bytes_v(self.content)

    @classmethod
    def decode(cls, r):
        frame = cls(_channel(r), r.v(), r.bytes_v())
        if frame.channel == 0 and len(frame.content) > CHANNEL_ZERO_BYTES:
            raise Malformed("more than 1,024 bytes on channel 0")
        return frame


@dataclass(frozen=True)
class Fragment:
    TYPE = 0x04
    channel: int
    number: int
    index: int
    count: int
    content: bytes

    def encode(self):
        return b"\x04" + v(self.channel) + v(self.number) + v(self.index) + v(self.count) + bytes_v(self.content)

    @classmethod
    def decode(cls, r):
        frame = cls(_channel(r), r.v(), r.v(), r.v(), r.bytes_v())
        if frame.channel == 0:
            raise Malformed("a FRAGMENT on channel 0")
        if frame.channel & 3 == 2:
            raise Malformed("a FRAGMENT in class 2")
        if not 2 <= frame.count <= 64:
            raise Malformed("a count of fragments that is not 2 to 64")
        if frame.index >= frame.count:
            raise Malformed("a FRAGMENT's index that is not below its count")
        if not frame.content or len(frame.content) > FRAGMENT_BYTES:
            raise Malformed("a FRAGMENT of no bytes, or of more than 1,024")
        if frame.index < frame.count - 1 and len(frame.content) != FRAGMENT_BYTES:
            raise Malformed("a FRAGMENT that is not the last and has not 1,024 bytes")
        return frame

    @classmethod
    def split(cls, channel, number, content):
        parts = [content[i:i + FRAGMENT_BYTES] for i in range(0, len(content), FRAGMENT_BYTES)]
        return [cls(channel, number, i, len(parts), part) for i, part in enumerate(parts)]


@dataclass(frozen=True)
class End:
    TYPE = 0x05
    channel: int
    number: int

    def encode(self):
        return b"\x05" + v(self.channel) + v(self.number)

    @classmethod
    def decode(cls, r):
        frame = cls(_channel(r), r.v())
        if frame.channel == 0:
            raise Malformed("END on channel 0")
        return frame


@dataclass(frozen=True)
class Credit:
    TYPE = 0x06
    channel: int
    limit: int

    def encode(self):
        return b"\x06" + v(self.channel) + v(self.limit)

    @classmethod
    def decode(cls, r):
        return cls(_channel(r), r.v())


@dataclass(frozen=True)
class SessionCredit:
    TYPE = 0x07
    limit: int

    def encode(self):
        return b"\x07" + v(self.limit)

    @classmethod
    def decode(cls, r):
        return cls(r.v())


@dataclass(frozen=True)
class PathChallenge:
    TYPE = 0x08
    data: bytes

    def encode(self):
        return b"\x08" + self.data

    @classmethod
    def decode(cls, r):
        return cls(r.bytes(8))


@dataclass(frozen=True)
class PathResponse:
    TYPE = 0x09
    data: bytes

    def encode(self):
        return b"\x09" + self.data

    @classmethod
    def decode(cls, r):
        return cls(r.bytes(8))


@dataclass(frozen=True)
class Close:
    TYPE = 0x0A
    code: int
    text: str

    def encode(self):
        return b"\x0a" + v(self.code) + bytes_v(self.text.encode())

    @classmethod
    def decode(cls, r):
        code, text = r.v(), r.bytes_v(256)
        try:
            return cls(code, text.decode())
        except UnicodeDecodeError:
            raise Malformed("a CLOSE whose text is not UTF-8") from None


KINDS = {kind.TYPE: kind for kind in (Padding, Ping, Ack, Message, Fragment, End, Credit, SessionCredit, PathChallenge, PathResponse, Close)}
ONCE = (Ack, PathChallenge, PathResponse)
ONLY_FROM = {PathChallenge: "server", PathResponse: "client"}


def decode(data, sender):
    """All frames of a packet that came from "client" or "server"."""
    r, all_ = Reader(data), []
    while r.more():
        kind = KINDS.get(r.u(1))
        if kind is None:
            raise Malformed("an unknown type of frame")
        if ONLY_FROM.get(kind, sender) != sender:
            raise Malformed(f"{kind.__name__} from a {sender}")
        if kind in ONCE and any(isinstance(f, kind) for f in all_):
            raise Malformed(f"{kind.__name__} twice in a packet")
        all_.append(kind.decode(r))
    if not all_:
        raise Malformed("no frame")
    return all_


def encode(all_):
    return b"".join(f.encode() for f in all_)


def eliciting(all_):
    return any(not isinstance(f, (Padding, Ack, Close)) for f in all_)

"""What the chat says (section 2.15): messages as bytes and back."""

from dataclasses import dataclass

from frames import Malformed, Reader, bytes_v, v
from packets import u

CONTENT_BYTES = 65_280
RELAYED, DUPLICATE, REFUSED = 0, 1, 2


def _text(data):
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise Malformed("not UTF-8") from None


def _flag(r):
    flag = r.u(1)
    if flag > 1:
        raise Malformed("neither 0 nor 1")
    return flag


def _from_1(number):
    if number == 0:
        raise Malformed("counters and peer ids begin at 1")
    return number


def _room(channel):
    if channel == 0 or channel & 3 or channel >= 1 << 32:
        raise Malformed("a room's channel is of class 0, and not channel 0")
    return channel


def _end(r, message):
    if r.more():
        raise Malformed("more bytes than the message has")
    return message


@dataclass(frozen=True)
class Join:
    instance: int
    lasting: int
    name: str
    token: bytes

    def encode(self):
        return b"\x01" + u(8, self.instance) + u(1, self.lasting) + bytes_v(self.name.encode()) + bytes_v(self.token)


@dataclass(frozen=True)
class Welcome:
    peer: int
    name: str
    lobby: int
    epoch: int
    next_offset: int
    known: int

    def encode(self):
        return (b"\x02" + v(self.peer) + bytes_v(self.name.encode()) + v(self.lobby) + u(8, self.epoch) + v(self.next_offset)
                + u(1, self.known))


@dataclass(frozen=True)
class Receipt:
    counter: int
    outcome: int
    offset: int = None
    recipients: int = None
    reason: int = None

    def encode(self):
        more = {RELAYED: (self.offset, self.recipients), DUPLICATE: (), REFUSED: (self.reason,)}[self.outcome]
        return b"\x03" + v(self.counter) + u(1, self.outcome) + b"".join(map(v, more))


def decode_control(data, sender):
    """A message on channel 0."""
    r = Reader(data)
    kind = r.u(1)
    if kind == 1 and sender == "client":
        return _end(r, Join(r.u(8), _flag(r), _text(r.bytes_v(128)), r.bytes_v(512)))
    if kind == 2 and sender == "server":
        return _end(r, Welcome(_from_1(r.v()), _text(r.bytes_v(128)), _room(r.v()), r.u(8), r.v(), _flag(r)))
    if kind == 3 and sender == "server":
        counter, outcome = _from_1(r.v()), r.u(1)
        if outcome == RELAYED:
            return _end(r, Receipt(counter, outcome, r.v(), r.v()))
        if outcome == DUPLICATE:
            return _end(r, Receipt(counter, outcome))
        if outcome == REFUSED:
            return _end(r, Receipt(counter, outcome, reason=r.v()))
        raise Malformed("an outcome that is not in the table")
    raise Malformed("a kind that is not in the table")


@dataclass(frozen=True)
class Said:
    """In a room, from a client."""
    counter: int
    content: bytes

    def encode(self):
        return v(self.counter) + self.content

    @classmethod
    def decode(cls, data):
        r = Reader(data)
        said = cls(r.v(), r.rest())
        if len(said.content) > CONTENT_BYTES:
            raise Malformed("more than 65,280 bytes of content")
        if said.counter == 0:
            raise Malformed("counter 0")
        return said


@dataclass(frozen=True)
class Heard:
    """In a room, from the server."""
    offset: int
    author: int
    name: str
    content: bytes

    def encode(self):
        return v(self.offset) + v(self.author) + bytes_v(self.name.encode()) + self.content

    @classmethod
    def decode(cls, data):
        r = Reader(data)
        return cls(r.v(), r.v(), _text(r.bytes_v()), r.rest())

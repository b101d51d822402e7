"""What a receiver keeps of channels (section 2.9): order, reassembly, credit, ends. The judgement of what the packet alone does not tell."""

import copy

import frames
from frames import Malformed

MOST_CHANNELS = 128


class _Incoming:
    """One direction of a channel, at its receiver."""

    def __init__(self, channel, credit):
        self.channel, self.kind, self.credit = channel, channel & 3, credit
        self.taken = 0                                          # all below are delivered
        self.whole, self.parts, self.newest, self.end = {}, {}, None, None

    def received(self):
        """The highest number of which anything came, -1 if nothing did."""
        newest = -1 if self.newest is None else self.newest
        return max([self.taken - 1, newest, *self.whole, *self.parts])

    def has(self, number):
        return number < self.taken or number in self.whole


class Receiver:
    """Of one side of a session, "client" or "server". Delivers by take()."""

    def __init__(self, side, limits, never_sent=lambda low, high: False):
        self.side, self.sender, self.limits = side, "server" if side == "client" else "client", limits
        self.never_sent = never_sent                            # whether a range has a number that was never sent
        self.begun = {0: 1, 1: 0, 2: 0}                         # channels for each class
        self.channels = {0: _Incoming(0, limits.channel_credit)}
        self.session_bytes = self.taken_bytes = 0
        self.ends_sent = {}                                     # the server's own ENDs
        self.delivered = []

    def begin(self, channel):
        """The server opens; the client learns of it."""
        kind, count = channel & 3, channel >> 2
        while self.begun[kind] <= count:
            new = self.begun[kind] << 2 | kind
            if len(self.channels) >= MOST_CHANNELS:
                raise Malformed("more than 128 channels that have not ended")
            self.channels[new] = _Incoming(new, self.limits.channel_credit)
            self.begun[kind] += 1

    def accept(self, data):
        """The frames of an authentic packet; all of them, or Malformed and no effect."""
        trial = copy.deepcopy(self, {id(self.never_sent): self.never_sent})
        all_ = frames.decode(data, self.sender)
        for frame in all_:
            trial._one(frame)
        self.__dict__.update(trial.__dict__)
        return all_

    def _one(self, frame):
        if isinstance(frame, frames.Ack):
            if any(self.never_sent(low, high) for low, high in frame.ranges):
                raise Malformed("an ACK of a number that was never sent")
        elif isinstance(frame, (frames.Message, frames.Fragment, frames.End, frames.Credit)):
            channel = self._channel(frame.channel)
            if channel is None:
                return                                          # ended: it is late
            if isinstance(frame, frames.Message):
                self._message(channel, frame)
            elif isinstance(frame, frames.Fragment):
                self._fragment(channel, frame)
            elif isinstance(frame, frames.End):
                self._end(channel, frame)

    def _channel(self, channel):
        if channel >> 2 >= self.begun[channel & 3]:
            if self.side == "server":
                raise Malformed("a channel that the server has not opened")
            self.begin(channel)
        return self.channels.get(channel)

    def _number(self, channel, number):
        if channel.end is not None and number >= channel.end:
            raise Malformed("a number at or beyond the END")
        if channel.kind != 2 and number >= channel.taken + channel.credit:
            raise Malformed("a number at or above the channel's limit")

    def _count(self, channel, size):
        if channel.channel != 0 and channel.kind != 2:
            self.session_bytes += size
            if self.session_bytes > self.taken_bytes + self.limits.session_credit:
                raise Malformed("more bytes than the session's limit")

    def _message(self, channel, frame):
        if len(frame.content) > self.limits.longest:
            raise Malformed("a message longer than the receiver takes")
        self._number(channel, frame.number)
        if channel.kind == 2:
            if channel.newest is None or frame.number > channel.newest:
                channel.newest = frame.number
                self.delivered.append((channel.channel, frame.number, frame.content))
            return
        if channel.has(frame.number):
            return
        if frame.number in channel.parts:
            raise Malformed("a MESSAGE with the number of one of which fragments came")
        self._count(channel, len(frame.content))
        self._whole(channel, frame.number, frame.content)

    def _fragment(self, channel, frame):
        self._number(channel, frame.number)
        if (frame.count - 1) * frames.FRAGMENT_BYTES + (len(frame.content) if frame.index == frame.count - 1 else 1) > self.limits.longest:
            raise Malformed("a message longer than the receiver takes")
        if channel.has(frame.number):
            return
        count, parts = channel.parts.setdefault(frame.number, (frame.count, {}))
        if count != frame.count:
            raise Malformed("another count of fragments than before")
        if frame.index in parts:
            return
        self._count(channel, len(frame.content))
        parts[frame.index] = frame.content
        if len(parts) == count:
            del channel.parts[frame.number]
            self._whole(channel, frame.number, b"".join(parts[i] for i in range(count)))

    def _whole(self, channel, number, content):
        channel.whole[number] = content
        if channel.kind == 1:
            self._deliver(channel, number, content)
        while channel.taken in channel.whole:
            done = channel.whole.pop(channel.taken)
            if channel.kind == 0:
                self._deliver(channel, channel.taken, done)
            channel.taken += 1

    def _deliver(self, channel, number, content):
        self.delivered.append((channel.channel, number, content))

    def _end(self, channel, frame):
        if channel.end not in (None, frame.number):
            raise Malformed("a second END with another number")
        if self.side == "server" and channel.channel not in self.ends_sent:
            raise Malformed("END from a client without one from the server")
        if frame.number <= channel.received():
            raise Malformed("END at or below a number that was received")
        channel.end = frame.number
        if self.side == "server":
            del self.channels[channel.channel]

    def take(self):
        """What the application takes; it takes all at once here, so credit follows at once."""
        taken, self.delivered = self.delivered, []
        self.taken_bytes += sum(len(content) for channel, _, content in taken if channel != 0 and channel & 3 != 2)
        return taken

    def ended(self):
        """At the client: the channels whose END is due, after take()."""
        done = [c.channel for c in self.channels.values()
                if c.end is not None and (c.kind == 2 or c.taken >= c.end)]
        for channel in done:
            del self.channels[channel]
        return done

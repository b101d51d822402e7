"""A minimal peer over loopback: handshake, JOIN and WELCOME, lines in the lobby, ACKs, credit, CLOSE. Bounded in time. Retransmission is the
simplest there is: what is not acknowledged after 300 ms is sent again, in a new packet. No congestion control, no roaming."""

import ipaddress
import os
import random
import secrets
import selectors
import socket
import sys
import time
import unicodedata

import channels
import chat
import data
import frames as f
import packets as p

RESEND, QUIET, PATIENCE, LINGER = 0.3, 1.0, 30.0, 3.0
IN_FLIGHT = 32
LOBBY = 4                                                       # class 0, the first after channel 0


def say(*words):
    print(*words, flush=True)


def loopback_socket(family, address):
    s = socket.socket(family, socket.SOCK_DGRAM)
    if sys.platform == "linux" and family == socket.AF_INET:
        s.setsockopt(socket.IPPROTO_IP, 10, 2)                  # IP_MTU_DISCOVER, IP_PMTUDISC_DO: "don't fragment"
    s.bind(address)
    s.setblocking(False)
    return s


class _Item:
    """A frame that is sent until it is acknowledged."""

    def __init__(self, frame):
        self.frame, self.acknowledged = frame, False


class Session:
    """What both sides have in common, from the first DATA on."""

    def __init__(self, side, session, secrets_, own, theirs, send, update_every=0):
        mine, other = secrets_ if side == "client" else reversed(secrets_)
        self.side, self.send, self.update_every = side, send, update_every
        self.sealer, self.opener = data.Sealer(session, mine), data.Opener(other)
        self.own, self.theirs = own, theirs
        self.left_out, self.in_phase, self.phase_known = [], 0, False
        self.incoming = channels.Receiver(side, own, self.never_sent)
        self.outgoing = {}                                      # channel: [next number, limit]
        self.session_sent, self.session_limit = 0, theirs.session_credit
        self.waiting = []                                       # (channel, content) without a number
        self.items, self.flight = [], {}                        # to send; packet number: (time, phase, items)
        self.told, self.told_session = {}, own.session_credit
        self.to_acknowledge = False
        self.last_sent = self.last_heard = time.monotonic()
        self.idle = min(own.idle, theirs.idle)
        self.closed = self.closing = None                       # (code, text) of theirs; (since, code, text, sent) of one's own

    # ---- sending

    def never_sent(self, low, high):
        return high >= self.sealer.next or any(low <= n <= high for n in self.left_out)

    def message(self, channel, content):
        self.waiting.append((channel, content))

    def put(self, *all_):
        self.items += map(_Item, all_)

    def _number_messages(self):
        left = []
        for channel, content in self.waiting:
            numbers = self.outgoing.setdefault(channel, [0, self.theirs.channel_credit])
            cost = 0 if channel == 0 else len(content)
            if (any(c == channel for c, _ in left) or numbers[0] >= numbers[1]
                    or self.session_sent + cost > self.session_limit or len(content) > self.theirs.longest):
                left.append((channel, content))
                continue
            whole = f.Message(channel, numbers[0], content)
            self.put(*([whole] if len(whole.encode()) <= data.ROOM else f.Fragment.split(channel, numbers[0], content)))
            numbers[0] += 1
            self.session_sent += cost
        self.waiting = left

    def _packet(self, all_, items=()):
        if f.eliciting(all_) and self.side == "client":
            all_ = all_ + [f.Padding()] * (64 - data.HEADER - data.TAG - len(f.encode(all_)))
        if self.update_every and self.in_phase >= self.update_every and self.phase_known:
            self.sealer.update()
            self.in_phase, self.phase_known = 0, False
        if random.randrange(64) == 0:
            self.left_out = (self.left_out + [self.sealer.next])[-16:]
            self.sealer.next += 1
        n, datagram = self.sealer.seal(f.encode(all_))
        self.in_phase += 1
        self.last_sent = time.monotonic()
        self.flight[n] = (self.last_sent, self.sealer.phase, list(items))
        self.send(datagram)

    def flush(self, now):
        """All that is due now."""
        if self.closed or self.closing:
            self._linger(now)
            return
        for n, (sent, _, items) in list(self.flight.items()):
            if now - sent > RESEND:
                del self.flight[n]
                self.items += [i for i in items if not i.acknowledged]
        self._number_messages()
        if now - self.last_sent > self.idle * 2 / 3:
            self.put(f.Ping())
        while self.to_acknowledge or self.items and sum(1 for _, _, items in self.flight.values() if items) < IN_FLIGHT:
            all_, items = [], []
            if self.to_acknowledge:
                all_.append(f.Ack.of(self.opener.received))
                self.to_acknowledge = False
            size = len(f.encode(all_))
            while self.items and size + len(self.items[0].frame.encode()) <= data.ROOM:
                item = self.items.pop(0)
                if not item.acknowledged:
                    items.append(item)
                    size += len(item.frame.encode())
            if all_ or items:
                self._packet(all_ + [i.frame for i in items], items)

    # ---- the end

    def close(self, code, text=""):
        if not self.closed and not self.closing:
            self.closing = [time.monotonic(), code, text, 0]
            self._linger(time.monotonic())

    def _linger(self, now):
        if self.closing and self.closing[3] < 3 and now - self.closing[0] >= (0, 0.5, 1.5)[self.closing[3]]:
            self.closing[3] += 1
            self._packet([f.Close(self.closing[1], self.closing[2])])

    def _close_again(self, now):
        """In a linger, for what else comes; at most 10 times a second."""
        if now - self.last_sent >= 0.1:
            self._packet([f.Close(self.closing[1], self.closing[2])])

    def over(self, now):
        return bool(self.closed or self.closing and now - self.closing[0] > LINGER or now - self.last_heard > self.idle)

    # ---- receiving

    def receive(self, datagram):
        """The messages that a DATA of this session brings; Drop if it is dropped."""
        n, plain = self.opener.open(datagram)
        self.last_heard = time.monotonic()
        try:
            all_ = self.incoming.accept(plain)
        except f.Malformed as violation:
            self.close(1, str(violation))
            return []
        if f.eliciting(all_):
            self.to_acknowledge = True
        for frame in all_:
            self._act(frame)
        if self.closing and not self.closed:
            self._close_again(time.monotonic())
        taken = [] if self.closing or self.closed else self.incoming.take()
        self._tell_credit()
        for channel in self.incoming.ended() if self.side == "client" else ():
            self.waiting = [w for w in self.waiting if w[0] != channel]
            self.put(f.End(channel, self.outgoing.pop(channel, [0])[0]))
        return taken

    def _act(self, frame):
        if isinstance(frame, f.Ack):
            for n in [n for n in self.flight if any(low <= n <= high for low, high in frame.ranges)]:
                _, phase, items = self.flight.pop(n)
                self.phase_known |= phase == self.sealer.phase
                for item in items:
                    item.acknowledged = True
        elif isinstance(frame, f.Credit):
            numbers = self.outgoing.setdefault(frame.channel, [0, self.theirs.channel_credit])
            numbers[1] = max(numbers[1], frame.limit)
        elif isinstance(frame, f.SessionCredit):
            self.session_limit = max(self.session_limit, frame.limit)
        elif isinstance(frame, f.PathChallenge):
            self.put(f.PathResponse(frame.data))
        elif isinstance(frame, f.Close):
            if not self.closing:
                self._packet([f.Close(frame.code, "")])
            self.closed = frame.code, frame.text

    def _tell_credit(self):
        """When half of it has been taken since the last one."""
        for channel in self.incoming.channels.values():
            limit = channel.taken + channel.credit
            if channel.kind != 2 and limit - self.told.get(channel.channel, channel.credit) >= (channel.credit + 1) // 2:
                self.told[channel.channel] = limit
                self.put(f.Credit(channel.channel, limit))
        limit = self.incoming.taken_bytes + self.own.session_credit
        if limit - self.told_session >= self.own.session_credit // 2:
            self.told_session = limit
            self.put(f.SessionCredit(limit))


# ---- server

class _Member:
    def __init__(self, session, key, address):
        self.session, self.key, self.address = session, key, address
        self.since, self.open, self.peer, self.name, self.instance = time.monotonic(), False, None, None, None

    def heard(self, offset, author, name, content):
        self.session.message(LOBBY, chat.Heard(offset, author, name, content).encode())


class Server:
    def __init__(self, port, update_every):
        self.socket = loopback_socket(socket.AF_INET, ("127.0.0.1", port))
        self.identity, self.boot, self.start = secrets.token_bytes(32), secrets.randbits(64), time.monotonic()
        self.packets = p.Server(self.identity, p.application_id("udpchat"), {0: secrets.token_bytes(32)}, 0)
        self.epoch, self.offset, self.peers, self.update_every = secrets.randbits(64), 0, 0, update_every
        self.half_open, self.members, self.counters = {}, {}, {}

    def milliseconds(self):
        return int((time.monotonic() - self.start) * 1000)

    def handle(self, datagram, address):
        host, port = address[:2]
        p.drop_if(not datagram, "EMPTY")
        if datagram[0] == p.HELLO_TYPE:
            answer = self.packets.answer_hello(datagram, host, 0, port, self.milliseconds())
            self.socket.sendto(answer, address)
        elif datagram[0] == p.INIT_TYPE:
            self.on_init(datagram, address)
        elif datagram[0] == p.DATA_TYPE:
            session, _ = data.parse_header(datagram)
            if session not in self.members:
                self.socket.sendto(p.reset(session, p.reset_token(self.packets.reset_key, session)), address)
                raise p.Drop("UNKNOWN_SESSION")
            self.on_data(self.members[session], datagram)
        else:
            raise p.Drop("MALFORMED" if datagram[0] == 0xFF else "UNEXPECTED")

    def on_init(self, datagram, address):
        host, port = address[:2]
        self.packets.check_init(datagram, host, 0, port, self.milliseconds())
        same = p.sha256(datagram[:160])
        if same not in self.half_open:
            p.drop_if(len(self.members) >= 64, "HANDSHAKE_LIMIT")
            session = secrets.randbits(64) or 1
            accept, handshake, limits = self.packets.accept_init(datagram, session, self.boot, secrets.token_bytes(32))
            s = Session("server", session, handshake.split(), self.packets.limits, limits,
                        lambda d: self.socket.sendto(d, address), self.update_every)
            self.members[session] = _Member(s, handshake.client_public, address)
            self.half_open[same] = accept, self.members[session]
        self.socket.sendto(self.half_open[same][0], address)

    def on_data(self, member, datagram):
        for channel, _, content in member.session.receive(datagram):
            try:
                if channel == 0:
                    self.on_join(member, chat.decode_control(content, "client"))
                elif channel == LOBBY and member.peer:
                    self.on_said(member, chat.Said.decode(content))
                else:
                    raise f.Malformed("a message where none is expected")
            except f.Malformed as violation:
                member.session.close(1, str(violation))
        if not member.open:
            member.open, member.since = True, time.monotonic()
            self.half_open = {h: (a, m) for h, (a, m) in self.half_open.items() if m is not member}

    def on_join(self, member, join):
        if member.peer:
            raise f.Malformed("a second JOIN")
        name = unicodedata.normalize("NFKC", join.name)
        if (not 1 <= len(name) <= 32 or name != " ".join(name.split())
                or any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") for c in name)):
            member.session.close(20)
            return
        record = member.key, join.instance
        before = [m for m in self.welcomed() if (m.key, m.instance) == record]
        if any(m.name.casefold() == name.casefold() and m.key != member.key for m in self.welcomed()):
            member.session.close(21)
            return
        for earlier in before:
            earlier.session.close(5)
        self.peers += 1
        member.peer, member.name, member.instance = self.peers, name, join.instance
        known = int(record in self.counters)
        self.counters.setdefault(record, set())
        member.session.incoming.begin(LOBBY)
        member.session.message(0, chat.Welcome(member.peer, name, LOBBY, self.epoch, self.offset, known).encode())
        say("joined", member.peer, name)
        self.relay(None, f"welcome, {name}".encode())

    def on_said(self, member, said):
        counters = self.counters[member.key, member.instance]
        if counters and said.counter + 64 <= max(counters):
            raise f.Malformed("a counter 64 or more below the highest")
        if said.counter in counters:
            receipt = chat.Receipt(said.counter, chat.DUPLICATE)
        else:
            counters.add(said.counter)
            say("heard", member.name + ":", said.content.decode(errors="replace"))
            receipt = chat.Receipt(said.counter, chat.RELAYED, *self.relay(member, said.content))
        member.session.message(0, receipt.encode())

    def relay(self, author, content):
        to = [m for m in self.welcomed() if m is not author]
        offset, self.offset = self.offset, self.offset + 1
        for m in to:
            m.heard(offset, author.peer if author else 0, author.name if author else "", content)
        return offset, len(to)

    def welcomed(self):
        return [m for m in self.members.values() if m.peer and not m.session.closing and not m.session.closed]

    def tick(self, now):
        for session, member in list(self.members.items()):
            if not member.peer and now - member.since > 3:
                if member.open:
                    member.session.close(17)
                else:
                    self.forget(session, member)
                    continue
            if member.open:
                member.session.flush(now)
            if member.session.over(now):
                if member.peer:
                    say("left", member.peer, member.name, member.session.closed or "")
                self.forget(session, member)

    def forget(self, session, member):
        del self.members[session]
        self.half_open = {h: (a, m) for h, (a, m) in self.half_open.items() if m is not member}


def _receive(s, until):
    """Datagrams, for at most so long."""
    selector = selectors.DefaultSelector()
    selector.register(s, selectors.EVENT_READ)
    with selector:
        selector.select(max(0.0, until - time.monotonic()))
    try:
        for _ in range(64):
            yield s.recvfrom(2048)
    except (BlockingIOError, ConnectionError):
        return


def _dropped(e, datagram):
    say("dropped", e.reason, f"{datagram[0]:02x}" if datagram else "", len(datagram))


def serve(port, seconds, update_every=0):
    server = Server(port, int(update_every))
    say("listening", server.socket.getsockname()[1], "key", server.packets.public.hex())
    end = time.monotonic() + seconds
    closing = False
    while time.monotonic() < end + (LINGER if server.members else 0):
        for datagram, address in _receive(server.socket, time.monotonic() + 0.02):
            try:
                server.handle(datagram, address)
            except p.Drop as e:
                _dropped(e, datagram)
        if not closing and time.monotonic() >= end:
            closing = True
            for session, member in list(server.members.items()):
                member.session.close(2) if member.open else server.forget(session, member)
        server.tick(time.monotonic())
    return 0


# ---- client

class Client:
    def __init__(self, host, port, name, lines):
        self.ip = ipaddress.ip_address("127.0.0.1" if host == "localhost" else host)
        if not self.ip.is_loopback:
            raise SystemExit("loopback addresses only")
        family = socket.AF_INET if self.ip.version == 4 else socket.AF_INET6
        self.server, self.name, self.lines = (str(self.ip), port), name, list(lines)
        self.socket = loopback_socket(family, ("127.0.0.1" if family == socket.AF_INET else "::1", 0))
        self.private, self.instance = p.static_private(secrets.token_bytes(32)), secrets.randbits(64)
        self.limits, self.session, self.welcome, self.said = p.Limits(), None, None, 0
        self.early, self.outcomes, self.last_news = [], {}, time.monotonic()
        self.update_every = int(os.environ.get("UDPCHAT1_UPDATE_EVERY", "0"))
        self.begin()

    def begin(self):
        self.state = p.Client(p.application_id("udpchat"), secrets.token_bytes(16), lambda key: True)
        self.session, self.retried_at = None, None
        self.repeat(p.hello(self.state.application, self.state.nonce))

    def repeat(self, datagram):
        self.repeated, self.interval = datagram, 0.5
        self.due = time.monotonic() + self.interval
        self.send(datagram)

    def send(self, datagram):
        self.socket.sendto(datagram, self.server)

    def handle(self, datagram, address):
        p.drop_if(address[:2] != self.server, "NOT_FROM_SERVER")
        p.drop_if(not datagram, "EMPTY")
        kind, s = datagram[0], self.state
        if kind == p.RETRY_TYPE:
            self.repeat(s.on_retry(datagram, self.private, secrets.token_bytes(32), self.limits))
            self.retried_at = time.monotonic()
        elif kind == p.ACCEPT_TYPE:
            s.on_accept(datagram)
            self.session = Session("client", s.session, s.handshake.split(), self.limits, s.server_limits, self.send, self.update_every)
            self.session.message(0, chat.Join(self.instance, 0, self.name, b"").encode())
        elif kind == p.DATA_TYPE:
            session, _ = data.parse_header(datagram)
            p.drop_if(self.session is None or session != s.session, "UNKNOWN_SESSION")
            self.on_data(datagram)
        elif kind == p.RESET_TYPE:
            s.on_reset(datagram)
            if s.state == "CONFIRMING":
                self.begin()
            else:
                self.session.closed = "RESET", ""
        elif kind == p.VERSION_TYPE:
            say("version", s.on_version(datagram))
        else:
            raise p.Drop("MALFORMED" if kind == 0xFF else "UNEXPECTED")

    def on_data(self, datagram):
        messages = self.session.receive(datagram)
        self.state.state = "OPEN"
        for channel, _, content in messages:
            self.last_news = time.monotonic()
            try:
                if channel == 0:
                    self.on_control(chat.decode_control(content, "server"))
                elif not self.welcome:
                    self.early.append((channel, content))       # until channel 0 has named it
                else:
                    self.on_heard(channel, content)
            except f.Malformed as violation:
                self.session.close(1, str(violation))

    def on_heard(self, channel, content):
        if channel != self.welcome.lobby:
            raise f.Malformed("a message on a channel that has no name")
        heard = chat.Heard.decode(content)
        say("heard", heard.offset, f"{heard.name or '*'}:", heard.content.decode(errors="replace"))

    def on_control(self, message):
        if isinstance(message, chat.Welcome):
            if self.welcome:
                raise f.Malformed("a second WELCOME")
            self.welcome = message
            self.session.incoming.begin(message.lobby)
            say("welcome", message.peer, message.name, "lobby", message.lobby, "offset", message.next_offset)
            for early in self.early:
                self.on_heard(*early)
            self.say_lines()
        else:
            self.outcomes[message.counter] = message
            say("receipt", message.counter, ("relayed", "duplicate", "refused")[message.outcome],
                *(n for n in (message.offset, message.recipients, message.reason) if n is not None))
            self.say_lines()

    def say_lines(self):
        """None whose counter is 64 or more above the lowest one without an outcome."""
        lowest = next((c for c in range(1, self.said + 1) if c not in self.outcomes), self.said + 1)
        while self.said < len(self.lines) and self.said + 1 < lowest + 64:
            self.said += 1
            self.session.message(self.welcome.lobby, chat.Said(self.said, self.lines[self.said - 1].encode()).encode())

    def tick(self, now):
        if self.session:
            self.session.flush(now)
        elif now >= self.due:
            self.send(self.repeated)
            self.interval = min(2.0, self.interval * 2)
            self.due = now + self.interval
        if self.retried_at and now - self.retried_at > 8 and self.state.state in ("INIT_SENT", "CONFIRMING"):
            self.begin()

    def done(self, now, seconds):
        return self.welcome and len(self.outcomes) == len(self.lines) and now - self.last_news > seconds


def connect(host, port, name, lines):
    """Says the lines, and goes when all have an outcome and nothing was heard for a second (or UDPCHAT1_QUIET)."""
    client, start = Client(host, port, name, lines), time.monotonic()
    quiet = float(os.environ.get("UDPCHAT1_QUIET", QUIET))
    while True:
        for datagram, address in _receive(client.socket, time.monotonic() + 0.02):
            try:
                client.handle(datagram, address)
            except p.Drop as e:
                _dropped(e, datagram)
        now, session = time.monotonic(), client.session
        client.tick(now)
        if session and session.closed:
            say("closed", *session.closed)
            return 0 if session.closing else 1
        if session and session.closing:
            if session.over(now):
                say("closed, without an answer")
                return 0
        elif session and session.over(now):
            say("silence")
            return 1
        elif client.done(now, quiet):
            session.close(0)
        elif now - start > PATIENCE + quiet:
            say("timed out")
            if not session:
                return 1
            session.close(0)

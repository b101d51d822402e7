"""Checks a vector file: every value in it is recomputed or parsed, from what the file itself gives."""

import ipaddress

import chat
import channels
import data
import frames as f
import noise
import packets as p
from vectorfile import Different, read
from x25519 import public_key


class Check:
    def __init__(self, text):
        self.sections = read(text)
        if not self.sections:
            raise Different("there are no sections")

    def run(self):
        for name, section in self.sections.items():
            check = getattr(self, name.partition(".")[0].replace("-", "_"), None)
            if check is None or name.startswith("run"):
                raise Different(f"[{name}]: nobody knows how to check it")
            try:
                check(section)
            except (p.Drop, f.Malformed, noise.Failed, ValueError, LookupError) as e:
                raise Different(f"[{name}]: {e!r}") from e
            section.complete()
        self.complete()
        return len(self.sections)

    def complete(self):
        kinds = {name.partition(".")[0] for name in self.sections}
        for kind in ("application", "v", "identity", "limits", "cookie", "handshake", "reset", "version", "keys", "data", "read", "frame",
                     "fragments", "chat", "malformed-chat", "drop", "malformed", "accepted"):
            if kind not in kinds:
                raise Different(f"there is no section [{kind}]")
        types = {self.sections[name].bytes("bytes")[0] for name in self.sections if name.startswith("frame.")}
        if types != set(f.KINDS):
            raise Different("not every type of frame is shown")

    def other(self, name):
        if name not in self.sections:
            raise Different(f"there is no [{name}]")
        return self.sections[name]

    # ---- keys, handshake

    def application(self, s):
        s.equal("id", p.application_id(s.text("name")))

    def v(self, s):
        number, wire = s.number("number"), s.bytes("bytes")
        r = f.Reader(wire)
        same(s, "number", r.v(), number)
        same(s, "length", len(r.rest()), 0)
        s.equal("shortest", int(f.v(number) == wire))

    def identity(self, s):
        private = p.static_private(s.bytes("identity"))
        s.equal("static-private", private)
        s.equal("static-public", public_key(private))
        if s.name == "identity.server":
            s.equal("reset-key", p.reset_key(s.bytes("identity")))

    def limits(self, s):
        limits = p.Limits(s.number("capabilities"), s.number("longest-message"), s.number("session-credit"), s.number("channel-credit"),
                          s.number("idle-timeout"))
        s.equal("bytes", limits.encode())
        same(s, "decoded", p.Limits.decode(s.bytes("bytes")), limits)

    def cookie(self, s):
        s.number("key-id")
        s.equal("cookie", p.cookie(s.bytes("key"), s.bytes("application"), ip(s), s.number("scope"), s.number("port"), s.bytes("nonce"),
                                   s.number("time")))

    def server_side(self):
        current, previous = self.other("cookie.ipv4"), self.other("cookie.ipv6")
        keys = {c.number("key-id"): c.bytes("key") for c in (current, previous)}
        return p.Server(self.other("identity.server").bytes("identity"), self.other("application").bytes("id"), keys,
                        current.number("key-id"), p.Limits.decode(self.other("limits.server").bytes("bytes")))

    def client_side(self, state):
        """A client in that state, as the handshake made it."""
        h, server = self.other("handshake"), self.other("identity.server").bytes("static-public")
        client = p.Client(self.other("application").bytes("id"), h.bytes("nonce"), lambda key: key == server)
        if state != "HELLO_SENT":
            self.init_of(client)
        if state == "CONFIRMING":
            client.on_accept(h.bytes("accept"))
        same(h, "state", client.state, state)
        return client

    def init_of(self, client):
        h = self.other("handshake")
        return client.on_retry(h.bytes("retry"), self.other("identity.client").bytes("static-private"), h.bytes("client-ephemeral"),
                               p.Limits.decode(self.other("limits.client").bytes("bytes")))

    def handshake(self, s):
        c, server, nonce = self.other("cookie.ipv4"), self.server_side(), s.bytes("nonce")
        where = ip(c), c.number("scope"), c.number("port"), c.number("time")
        client = self.client_side("HELLO_SENT")
        s.equal("hello", p.hello(client.application, nonce))
        s.equal("retry", server.answer_hello(s.bytes("hello"), *where))
        same(s, "cookie", s.bytes("retry")[22:38], c.bytes("cookie"))
        s.equal("init", self.init_of(client))
        s.equal("prologue", p.prologue(s.bytes("init")))
        s.equal("message1", s.bytes("init")[48:160])
        s.equal("half-open", noise.sha256(s.bytes("init")[:160]))
        server.check_init(s.bytes("init"), *where)
        session, boot = p.number(s.bytes("session")), p.number(s.bytes("boot"))
        accept, responder, limits = server.accept_init(s.bytes("init"), session, boot, s.bytes("server-ephemeral"))
        s.equal("accept", accept)
        s.equal("message2", accept[17:])
        same(s, "client's limits", limits.encode(), self.other("limits.client").bytes("bytes"))
        same(s, "client's key", responder.client_public, self.other("identity.client").bytes("static-public"))
        client.on_accept(accept)
        s.equal("payload2", p.accept_payload(session, boot, client.token, client.server_limits))
        s.equal("reset-token", p.reset_token(self.other("identity.server").bytes("reset-key"), session))
        same(s, "reset-token", client.token, s.bytes("reset-token"))
        for handshake in (client.handshake, responder):
            s.equal("hash", handshake.state.h)
            first, second = handshake.split()
            s.equal("client-secret", first)
            s.equal("server-secret", second)

    def reset(self, s):
        h = self.other("handshake")
        s.equal("packet", p.reset(p.number(h.bytes("session")), h.bytes("reset-token")))
        self.client_side("CONFIRMING").on_reset(s.bytes("packet"))

    def version(self, s):
        versions = [int(n) for n in s.text("versions").split()]
        s.equal("packet", p.version_packet(self.other("handshake").bytes("nonce"), versions))
        same(s, "versions", self.client_side("HELLO_SENT").on_version(s.bytes("packet")), versions)

    # ---- DATA

    def keys(self, s):
        _, side, phase = s.name.split(".")
        s.equal("secret", self.secret(side, int(phase)))
        s.equal("packet-key", data.packet_key(s.bytes("secret")))

    def secret(self, side, phase):
        secret = self.other("handshake").bytes(f"{side}-secret")
        for _ in range(phase):
            secret = data.next_secret(secret)
        return secret

    def data(self, s):
        side = s.name.split(".")[1]
        phase, n, session = s.number("phase"), s.number("packet-number"), p.number(self.other("handshake").bytes("session"))
        sealer = data.Sealer(session, self.secret(side, 0))
        for _ in range(phase):
            sealer.update()
        sealer.next = n
        s.equal("datagram", sealer.seal(s.bytes("frames"))[1])
        same(s, "header", data.parse_header(s.bytes("datagram")), (session, n))
        opener = data.Opener(self.secret(side, 0))
        for name in self.sections:                              # all before, so that its key phases are as they were
            if name.startswith(f"data.{side}."):
                opened = opener.open(self.sections[name].bytes("datagram"))
                if name == s.name:
                    break
        same(s, "opened", opened, (n, s.bytes("frames")))
        same(s, "phase", opener.phase, phase)
        f.decode(s.bytes("frames"), side)

    def read(self, s):
        if s.name == "read.1":
            self.opener = data.Opener(self.secret("client", 0))
        s.text("what")
        try:
            session, n = data.parse_header(s.bytes("datagram"))
            p.drop_if(session != p.number(self.other("handshake").bytes("session")), "UNKNOWN_SESSION")
            f.decode(self.opener.open(s.bytes("datagram"))[1], "client")
            s.equal("result", "ok")
        except p.Drop as drop:
            s.equal("result", drop.reason)

    # ---- frames

    def frame(self, s):
        frame = {
            0x00: lambda: f.Padding(), 0x01: lambda: f.Ping(),
            0x02: lambda: f.Ack(s.number("delay"), tuple(tuple(map(int, r.split("-"))) for r in s.text("ranges").split())),
            0x03: lambda: f.Message(s.number("channel"), s.number("number"), s.bytes("content")),
            0x04: lambda: f.Fragment(s.number("channel"), s.number("number"), s.number("index"), s.number("count"), s.bytes("content")),
            0x05: lambda: f.End(s.number("channel"), s.number("number")), 0x06: lambda: f.Credit(s.number("channel"), s.number("limit")),
            0x07: lambda: f.SessionCredit(s.number("limit")), 0x08: lambda: f.PathChallenge(s.bytes("data")),
            0x09: lambda: f.PathResponse(s.bytes("data")), 0x0A: lambda: f.Close(s.number("code"), s.text("text")),
        }[s.bytes("bytes")[0]]()
        s.equal("bytes", frame.encode())
        s.equal("eliciting", int(f.eliciting([frame])))
        sender = f.ONLY_FROM.get(type(frame), "both")
        s.equal("from", sender)
        for side in ("client", "server") if sender == "both" else (sender,):
            same(s, "decoded", f.decode(s.bytes("bytes"), side), [frame])

    def fragments(self, s):
        split = f.Fragment.split(s.number("channel"), s.number("number"), s.bytes("content"))
        for i, fragment in enumerate(split, 1):
            s.equal(f"frame.{i}", fragment.encode())
        for order in ((0, 1, 2), (2, 1, 0), (1, 2, 0)):
            r = channels.Receiver("server", p.Limits())
            r.begin(s.number("channel"))
            for number in range(s.number("number")):
                r.accept(f.Message(s.number("channel"), number, b"").encode())
            r.take()
            for i in order:
                r.accept(split[i].encode())
            same(s, "delivered", r.take(), [(s.number("channel"), s.number("number"), s.bytes("content"))])

    def judge(self, s):
        """The receiver in the section's state; what the section's frames do is still to come."""
        sent = s.number("sent")
        r = channels.Receiver(s.text("to"), p.Limits.decode(s.bytes("limits")), lambda low, high: high >= sent)
        if r.side == "server":
            for channel in s.text("opened").split():
                r.begin(int(channel))
            r.ends_sent = {int(channel): 0 for channel in s.text("ended").split()}
        for before in s.numbered("before"):
            r.accept(before)
            r.take()
        s.text("why")
        return r

    def malformed(self, s):
        r = self.judge(s)
        try:
            r.accept(s.bytes("frames"))
        except f.Malformed:
            same(s, "delivered", r.take(), [])
            return
        raise Different(f"[{s.name}] is not malformed")

    def accepted(self, s):
        r = self.judge(s)
        r.accept(s.bytes("frames"))
        s.equal("delivered", " ".join(f"{channel}:{number}:{content.hex()}" for channel, number, content in r.take()))

    # ---- the chat

    def chat(self, s):
        kind, sender, message = s.name.split(".")[1].split("-")[0], s.text("from"), s.bytes("message")
        said = {
            "join": lambda: chat.Join(p.number(s.bytes("instance")), s.number("lasting"), s.text("name"), s.bytes("token")),
            "welcome": lambda: chat.Welcome(s.number("peer"), s.text("name"), s.number("lobby"), p.number(s.bytes("epoch")),
                                            s.number("next-offset"), s.number("known")),
            "receipt": lambda: chat.Receipt(s.number("counter"), s.number("outcome"),
                                            *(s.number(n) if s.has(n + ".number") else None for n in ("offset", "recipients", "reason"))),
            "said": lambda: chat.Said(s.number("counter"), s.text("content").encode()),
            "heard": lambda: chat.Heard(s.number("offset"), s.number("author"), s.text("name"), s.text("content").encode()),
        }[kind]()
        s.equal("from", "client" if kind in ("join", "said") else "server")
        s.equal("message", said.encode())
        same(s, "decoded", said.decode(message) if kind in ("said", "heard") else chat.decode_control(message, sender), said)

    def malformed_chat(self, s):
        s.text("why")
        try:
            chat.decode_control(s.bytes("message"), s.text("from"))
        except f.Malformed:
            return
        raise Different(f"[{s.name}] is not malformed")

    # ---- drops

    def drop(self, s):
        try:
            self.to_server(s) if s.text("to") == "server" else self.to_client(s)
        except p.Drop as drop:
            s.equal("reason", drop.reason)
            return
        raise Different(f"[{s.name}] is not dropped")

    def to_server(self, s):
        server, datagram, h = self.server_side(), s.bytes("datagram"), self.other("handshake")
        where = ip(s), s.number("scope"), s.number("port"), s.number("now")
        if datagram[0] == p.HELLO_TYPE:
            answer = server.answer_hello(datagram, *where)
            if answer[0] == p.VERSION_TYPE:
                s.equal("version", answer)
                raise p.Drop("UNKNOWN_VERSION")
        elif datagram[0] == p.INIT_TYPE:
            server.check_init(datagram, *where)
            server.accept_init(datagram, p.number(h.bytes("session")), p.number(h.bytes("boot")), h.bytes("server-ephemeral"))
        else:
            raise p.Drop("MALFORMED")

    def to_client(self, s):
        client, datagram, h = self.client_side(s.text("state")), s.bytes("datagram"), self.other("handshake")
        before = client.handshake.state.h if client.handshake else None
        try:
            if datagram[0] == p.RETRY_TYPE:
                client.on_retry(datagram, self.other("identity.client").bytes("static-private"), h.bytes("client-ephemeral"), p.Limits())
            elif datagram[0] == p.ACCEPT_TYPE:
                client.on_accept(datagram)
            elif datagram[0] == p.VERSION_TYPE:
                client.on_version(datagram)
            elif datagram[0] == p.RESET_TYPE:
                client.on_reset(datagram)
            else:
                raise p.Drop("MALFORMED")
        finally:
            same(s, "state", client.state, s.text("state"))
            same(s, "handshake", client.handshake.state.h if client.handshake else None, before)


def ip(s):
    address = ipaddress.ip_address(s.bytes("address"))
    return str(address.ipv4_mapped or address)


def same(s, what, got, expected):
    if got != expected:
        raise Different(f"[{s.name}] {what}: {got!r} instead of {expected!r}")


def check(text):
    return Check(text).run()

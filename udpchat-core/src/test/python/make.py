"""Makes the vectors. All keys are fixed, so the file is always the same."""

from dataclasses import replace

import chat
import data
import frames as f
import noise
import packets as p
from noise import mac
from vectorfile import Section, write
from x25519 import public_key

HEAD = """
Test vectors of udpchat/1, section 2.18 of PROTOCOL.md. Made by udpchat1.py from the text alone; do not edit.

Sections in brackets, then lines `name = value`. Values are bytes in hexadecimal, but decimal where the name ends in .number, and text
where it ends in .text. A comment is a line that begins with #. Names that end in .1, .2, ... count.
"""


def at(first):
    """32 bytes that are easy to tell apart."""
    return bytes((first + i) & 0xFF for i in range(32))


SERVER_IDENTITY, CLIENT_IDENTITY = at(0x00), at(0x20)
CLIENT_EPHEMERAL, SERVER_EPHEMERAL = at(0x40), at(0x60)
COOKIE_KEY, PREVIOUS_KEY = at(0x80), at(0xA0)
KEY_ID, PREVIOUS_ID = 0, 255
NONCE = bytes(range(0xC0, 0xD0))
TIME, NOW = 0xFFFFFF00, 0x1_0000_0000 + 744                     # a second later, and the clock went round
IPV4, PORT = "192.0.2.33", 40_000
SESSION, BOOT = 0x1122334455667788, 0x99AABBCCDDEEFF00
CLIENT_LIMITS = p.Limits(longest=65_536, session_credit=262_144, channel_credit=64, idle=30)
SERVER_LIMITS = p.Limits(longest=32_768, session_credit=131_072, channel_credit=32, idle=60)
APPLICATION = p.application_id("udpchat")
CONTENT = bytes(i * 7 & 0xFF for i in range(2_500))


def flipped(datagram, at_, bit=1):
    return datagram[:at_] + bytes([datagram[at_] ^ bit]) + datagram[at_ + 1:]


def ip16(text):
    ip = p.ipaddress.ip_address(text)
    return ip.packed if ip.version == 6 else bytes(10) + b"\xff\xff" + ip.packed


class Run:
    """The handshake that the other sections go on from."""

    def __init__(self):
        self.server = p.Server(SERVER_IDENTITY, APPLICATION, {KEY_ID: COOKIE_KEY, PREVIOUS_ID: PREVIOUS_KEY}, KEY_ID, SERVER_LIMITS)
        self.private = p.static_private(CLIENT_IDENTITY)
        self.hello = p.hello(APPLICATION, NONCE)
        self.retry = self.server.answer_hello(self.hello, IPV4, 0, PORT, TIME)
        client = p.Client(APPLICATION, NONCE, lambda key: key == self.server.public)
        self.init = client.on_retry(self.retry, self.private, CLIENT_EPHEMERAL, CLIENT_LIMITS)
        self.accept, self.responder, _ = self.server.accept_init(self.init, SESSION, BOOT, SERVER_EPHEMERAL)
        client.on_accept(self.accept)
        self.hash, self.secrets = client.handshake.state.h, client.handshake.split()
        self.token = client.token

    def init_with(self, limits=CLIENT_LIMITS.encode(), ephemeral=CLIENT_EPHEMERAL, head=None):
        head = head or self.init[:48]
        i = noise.Initiator(p.prologue(head), self.private, self.server.public, ephemeral)
        return p.init(head, i.write1(limits))

    def accept_with(self, limits):
        r = noise.Responder(p.prologue(self.init), self.server.private)
        r.read1(self.init[48:160])
        return p.accept(NONCE, r.write2(SERVER_EPHEMERAL, p.u(8, SESSION) + p.u(8, BOOT) + self.token + limits))


def keys_and_packets(run):
    yield Section("application", "The application id.").add(name="udpchat", id=APPLICATION)
    for i, (value, wire) in enumerate(((0, "00"), (63, "3f"), (64, "4040"), (15_293, "7bbd"), (16_383, "7fff"), (16_384, "80004000"),
                                       (494_878_333, "9d7f3e7d"), ((1 << 30) - 1, "bfffffff"), (1 << 30, "c000000040000000"),
                                       (151_288_809_941_952_652, "c2197c5eff14e88c"), ((1 << 62) - 1, "ffffffffffffffff")), 1):
        yield Section(f"v.{i}", "Numbers of variable length, in their shortest form." if i == 1 else None).add(number=value).add(
            bytes=bytes.fromhex(wire), shortest=1)
    for i, wire in enumerate(("4025", "80000025", "c000000000000025"), 12):
        yield Section(f"v.{i}", "The same in longer forms, which a receiver takes too." if i == 12 else None).add(number=37).add(
            bytes=bytes.fromhex(wire), shortest=0)
    yield Section("identity.server", "Identities: a secret, and what follows from it.").add(
        identity=SERVER_IDENTITY, static_private=run.server.private, static_public=run.server.public, reset_key=run.server.reset_key)
    yield Section("identity.client").add(
        identity=CLIENT_IDENTITY, static_private=run.private, static_public=public_key(run.private))
    for side, limits in (("client", CLIENT_LIMITS), ("server", SERVER_LIMITS)):
        yield Section(f"limits.{side}", "What each side is ready to receive." if side == "client" else None).add(
            capabilities=limits.capabilities, longest_message=limits.longest, session_credit=limits.session_credit,
            channel_credit=limits.channel_credit, idle_timeout=limits.idle, bytes=limits.encode())
    for name, key, key_id, ip, scope in (("ipv4", COOKIE_KEY, KEY_ID, IPV4, 0), ("ipv6", PREVIOUS_KEY, PREVIOUS_ID, "2001:db8::33", 0),
                                         ("link-local", COOKIE_KEY, KEY_ID, "fe80::33", 7)):
        yield Section(f"cookie.{name}", "Cookies. The first one is that of the handshake below." if name == "ipv4" else None).add(
            key=key, key_id=key_id, address=ip16(ip), scope=scope, port=PORT, application=APPLICATION, nonce=NONCE, time=TIME,
            cookie=p.cookie(key, APPLICATION, ip, scope, PORT, NONCE, TIME))
    yield Section("handshake", """A whole handshake, with the identities, limits, application and IPv4 cookie from above. hash is
        Noise's handshake hash at its end; the secrets are what Split() gives, those of key phase 0.""").add(
        nonce=NONCE, client_ephemeral=CLIENT_EPHEMERAL, server_ephemeral=SERVER_EPHEMERAL, session=p.u(8, SESSION), boot=p.u(8, BOOT),
        hello=run.hello, retry=run.retry, prologue=p.prologue(run.init), message1=run.init[48:160], init=run.init,
        half_open=noise.sha256(run.init[:160]), reset_token=run.token,
        payload2=p.accept_payload(SESSION, BOOT, run.token, SERVER_LIMITS), message2=run.accept[17:], accept=run.accept,
        hash=run.hash, client_secret=run.secrets[0], server_secret=run.secrets[1])
    yield Section("reset", "The RESET that ends this session.").add(packet=p.reset(SESSION, run.token))
    yield Section("version", "A VERSION that answers a HELLO with the nonce of the handshake.").add(
        versions="2 7 65535", packet=p.version_packet(NONCE, [2, 7, 65535]))


def data_packets(run):
    for side, secret in zip(("client", "server"), run.secrets):
        for phase in range(3):
            yield Section(f"keys.{side}.{phase}", "Traffic secrets and packet keys of three phases; what the client sends, then the server."
                          if side == "client" and phase == 0 else None).add(secret=secret, packet_key=data.packet_key(secret))
            secret = data.next_secret(secret)
    join = chat.Join(0x0102030405060708, 1, "Ana", b"").encode()
    welcome = chat.Welcome(1, "Ana", 4, 0x1111111111111111, 0, 0).encode()
    sent = {"client": ((0, 0, f.Message(0, 0, join).encode().ljust(30, b"\0")), (1, 0, (f.Ack.of([0]).encode() + b"\1").ljust(30, b"\0")),
                       (2, 1, f.Message(4, 0, chat.Said(1, b"hello").encode()).encode().ljust(30, b"\0")), (5, 2, bytes(1166))),
            "server": ((0, 0, f.Message(0, 0, welcome).encode()), (1, 0, b"\1"), (3, 1, f.Ack.of([0, 1, 2], 250).encode()),
                       ((1 << 62) - 1, 2, f.Close(0, "").encode()))}
    for side, secret in zip(("client", "server"), run.secrets):
        for i, (n, phase, plain) in enumerate(sent[side], 1):
            s = secret
            for _ in range(phase):
                s = data.next_secret(s)
            yield Section(f"data.{side}.{i}", "DATA of the session of the handshake, from each side; phase 1 and 2 are after key updates."
                          if side == "client" and i == 1 else None).add(
                phase=phase, packet_number=n, frames=plain, datagram=data.seal(data.packet_key(s), data.header(SESSION, n, phase & 1), plain))


def reading(run):
    """What one receiver of the client's direction makes of one datagram after the other."""
    secrets = [run.secrets[0]]
    for _ in range(2):
        secrets.append(data.next_secret(secrets[-1]))
    keys = [data.packet_key(s) for s in secrets]

    def packet(n, phase, plain=b"\1", flags=None):
        return data.seal(keys[phase], data.header(SESSION, n, phase & 1 if flags is None else flags), plain)

    first = packet(0, 0)
    script = [
        ("the first one", first, "ok"),
        ("the same again", first, "REPLAYED"),
        ("34 bytes", packet(1, 0, b""), "MALFORMED"),
        ("1,201 bytes", packet(1, 0, bytes(1167)), "MALFORMED"),
        ("bit 1 of flags, although the tag is right", packet(1, 0, flags=2), "MALFORMED"),
        ("packet number 2^62, although the tag is right", packet(1 << 62, 0), "MALFORMED"),
        ("a session that is not known", data.seal(keys[0], data.header(SESSION + 1, 1, 0), b"\1"), "UNKNOWN_SESSION"),
        ("a bit of the tag changed", flipped(packet(1, 0), 34), "NOT_AUTHENTIC"),
        ("a bit of the sealed frames changed", flipped(packet(1, 0), 18), "NOT_AUTHENTIC"),
        ("the packet number changed", flipped(packet(1, 0), 17, 3), "NOT_AUTHENTIC"),
        ("the key phase changed", flipped(packet(1, 0), 1), "NOT_AUTHENTIC"),
        ("a byte cut off", packet(1, 0, b"\1\1")[:-1], "NOT_AUTHENTIC"),
        ("after all that the right one is still good", packet(1, 0), "ok"),
        ("the largest frames", packet(2, 0, bytes(1166)), "ok"),
        ("numbers may be left out", packet(10, 0), "ok"),
        ("and come late", packet(9, 0), "ok"),
        ("the next phase's key, with the current one's bit", packet(20, 1, flags=0), "NOT_AUTHENTIC"),
        ("the phase after the next", packet(20, 2), "NOT_AUTHENTIC"),
        ("the next phase: from here on it is the current", packet(20, 1), "ok"),
        ("the previous phase, late", packet(11, 0), "ok"),
        ("the previous phase, with a number above the lowest of this one", packet(21, 0), "NOT_AUTHENTIC"),
        ("this phase, below what was the lowest: it is the lowest now", packet(15, 1), "ok"),
        ("the previous phase, between what was and what is the lowest", packet(16, 0), "NOT_AUTHENTIC"),
        ("the previous phase, below both", packet(14, 0), "ok"),
        ("a jump; 1038 is 1023 above the lowest, 15", packet(1038, 1), "ok"),
        ("at the window's lower end", packet(12, 0), "REPLAYED"),
        ("14 + 1024 = 1038: not above it", packet(14, 0), "REPLAYED"),
        ("15 was received", packet(15, 1), "REPLAYED"),
        ("16 is in the window, and was not received", packet(16, 1), "ok"),
        ("now the previous phase's key is erased", packet(1039, 1), "ok"),
        ("the phase after, while the window is where it is", packet(1041, 2), "ok"),
        ("the previous phase, with a number above highest", packet(1042, 1), "NOT_AUTHENTIC"),
        ("the previous phase, late", packet(1040, 1), "ok"),
        ("phase 0 has the parity of phase 2, but not the key", packet(1043, 0), "NOT_AUTHENTIC"),
        ("a far jump, to the last number", packet((1 << 62) - 1, 2), "ok"),
        ("far below", packet(1044, 2), "REPLAYED"),
    ]
    for i, (what, datagram, result) in enumerate(script, 1):
        yield Section(f"read.{i}", """One receiver of what the client sends in the session of the handshake reads these datagrams, one after the other
            (2.6). result is ok, or the reason of the drop.""" if i == 1 else None).add(what=what, datagram=datagram, result=result)


def frame_sections():
    def section(name, sender, frame, **fields):
        return Section(f"frame.{name}", "Each frame. from is who may send it." if name == "padding" else None).put("from", sender).add(
            **fields, eliciting=int(f.eliciting([frame])), bytes=frame.encode())

    yield section("padding", "both", f.Padding())
    yield section("ping", "both", f.Ping())
    yield section("ack", "both", f.Ack.of([5], 0), delay=0, ranges="5-5")
    ack = f.Ack.of([0, 3, 4, 5, 7, 100, 101, 16_500], 24_999)
    yield section("ack-ranges", "both", ack, delay=24_999, ranges="16500-16500 100-101 7-7 3-5 0-0")
    most = f.Ack.of(range(0, 64, 2), 1)
    yield section("ack-32-ranges", "both", most, delay=1, ranges=" ".join(f"{n}-{n}" for n in range(62, -1, -2)))
    yield section("ack-huge", "both", f.Ack(0, ((0, (1 << 62) - 1),)), delay=0, ranges=f"0-{(1 << 62) - 1}")
    yield section("message", "both", f.Message(4, 70, b"hello"), channel=4, number=70, content=b"hello")
    yield section("message-empty", "both", f.Message(1, 0, b""), channel=1, number=0, content=b"")
    yield section("message-latest", "both", f.Message(2, 1 << 30, b"x"), channel=2, number=1 << 30, content=b"x")
    yield section("message-channel-0", "both", f.Message(0, 1, bytes(1024)), channel=0, number=1, content=bytes(1024))
    yield section("fragment", "both", f.Fragment(5, 3, 0, 2, bytes(1024)), channel=5, number=3, index=0, count=2, content=bytes(1024))
    yield section("fragment-last", "both", f.Fragment(5, 3, 63, 64, b"z"), channel=5, number=3, index=63, count=64, content=b"z")
    yield section("end", "both", f.End(8, 1000), channel=8, number=1000)
    yield section("credit", "both", f.Credit(4, 128), channel=4, limit=128)
    yield section("session-credit", "both", f.SessionCredit(1 << 20), limit=1 << 20)
    yield section("path-challenge", "server", f.PathChallenge(b"\1\2\3\4\5\6\7\x08"), data=b"\1\2\3\4\5\6\7\x08")
    yield section("path-response", "client", f.PathResponse(b"\1\2\3\4\5\6\7\x08"), data=b"\1\2\3\4\5\6\7\x08")
    yield section("close", "both", f.Close(3, "bye, Zoë"), code=3, text="bye, Zoë")
    yield section("close-bare", "both", f.Close(0, ""), code=0, text="")
    fragments = f.Fragment.split(4, 9, CONTENT)
    s = Section("fragments", "A message of 2,500 bytes in 3 fragments, which may come in any order.").add(channel=4, number=9, content=CONTENT)
    for i, fragment in enumerate(fragments, 1):
        s.put(f"frame.{i}", fragment.encode())
    yield s


def chat_sections():
    comment = "What the chat says (2.15), as the content of messages. from is who says it."
    join = chat.Join(0x0102030405060708, 1, "Zoë", b"\xaa\xbb")
    yield Section("chat.join", comment).put("from", "client").add(
        instance=p.u(8, join.instance), lasting=1, name=join.name, token=join.token, message=join.encode())
    bare = chat.Join(1, 0, "Ana", b"")
    yield Section("chat.join-visitor").put("from", "client").add(
        instance=p.u(8, 1), lasting=0, name="Ana", token=b"", message=bare.encode())
    welcome = chat.Welcome(300, "Zoë", 4, 0x0807060504030201, 70_000, 1)
    yield Section("chat.welcome").put("from", "server").add(
        peer=300, name="Zoë", lobby=4, epoch=p.u(8, welcome.epoch), next_offset=70_000, known=1, message=welcome.encode())
    yield Section("chat.receipt-relayed").put("from", "server").add(
        counter=1, outcome=0, offset=70_001, recipients=12, message=chat.Receipt(1, 0, 70_001, 12).encode())
    yield Section("chat.receipt-duplicate").put("from", "server").add(counter=64, outcome=1, message=chat.Receipt(64, 1).encode())
    yield Section("chat.receipt-refused").put("from", "server").add(
        counter=65, outcome=2, reason=2, message=chat.Receipt(65, 2, reason=2).encode())
    yield Section("chat.said", "In a room.").put("from", "client").add(
        counter=66, content="hello, Zoë", message=chat.Said(66, "hello, Zoë".encode()).encode())
    yield Section("chat.heard").put("from", "server").add(
        offset=70_002, author=300, name="Zoë", content="hello", message=chat.Heard(70_002, 300, "Zoë", b"hello").encode())
    yield Section("chat.heard-server").put("from", "server").add(
        offset=70_003, author=0, name="", content="closing soon", message=chat.Heard(70_003, 0, "", b"closing soon").encode())
    bad = [("client", "no bytes", b""), ("client", "an unknown kind", b"\x04" + bytes(8)), ("client", "WELCOME from a client", welcome.encode()),
           ("server", "JOIN from a server", join.encode()), ("client", "JOIN, a byte too long", join.encode() + b"\0"),
           ("client", "JOIN, cut", join.encode()[:-1]), ("client", "JOIN, a name of 129 bytes", chat.Join(1, 0, "a" * 129, b"").encode()),
           ("client", "JOIN, a token of 513 bytes", chat.Join(1, 0, "a", bytes(513)).encode()),
           ("client", "JOIN, lasting is 2", chat.Join(1, 2, "a", b"").encode()),
           ("client", "JOIN, a name that is not UTF-8", b"\x01" + bytes(8) + b"\0\2\xc3\x28\0"),
           ("server", "WELCOME, cut", welcome.encode()[:-1]), ("server", "WELCOME, known is 2", welcome.encode()[:-1] + b"\2"),
           ("server", "RECEIPT, outcome 3", b"\3\1\3\0\0"), ("server", "RECEIPT, duplicate with an offset", b"\3\1\1\0"),
           ("server", "RECEIPT, relayed without recipients", b"\3\1\0\7"),
           ("server", "RECEIPT, counter 0", chat.Receipt(0, 1).encode()),
           ("server", "WELCOME, peer id 0", replace(welcome, peer=0).encode()),
           ("server", "WELCOME, a name of 129 bytes", replace(welcome, name="a" * 129).encode()),
           ("server", "WELCOME, a lobby of class 1", replace(welcome, lobby=5).encode()),
           ("server", "WELCOME, a lobby of 2^32", replace(welcome, lobby=1 << 32).encode())]
    for i, (sender, why, message) in enumerate(bad, 1):
        yield Section(f"malformed-chat.{i}", "Messages on channel 0 that are protocol violations." if i == 1 else None).put("from", sender).add(
            why=why, message=message)


def dropped(run):
    comment = """Datagrams that are dropped, for the server of the handshake, or its client, which trusts the server's key only. The server
        has the cookie keys of [cookie.ipv4] (current) and [cookie.ipv6] (previous); now is its clock in milliseconds. A client in
        HELLO_SENT has sent the HELLO of the handshake, in INIT_SENT also the INIT, in CONFIRMING it has the ACCEPT. A VERSION in answer
        to the HELLO is told where there is one."""
    i, h, good = run.init, run.hello, run.retry
    old = p.cookie(PREVIOUS_KEY, APPLICATION, IPV4, 0, PORT, NONCE, TIME)
    low = b"\1" + bytes(31)
    to_server = [
        ("hello-short", h[:-1], NOW, "MALFORMED"), ("hello-long", h + b"\0", NOW, "MALFORMED"),
        ("hello-version", p.hello(APPLICATION, NONCE, 2), NOW, "UNKNOWN_VERSION"),
        ("hello-version-padding", flipped(p.hello(APPLICATION, NONCE, 2), 1199), NOW, "UNKNOWN_VERSION"),
        ("hello-application", flipped(h, 10), NOW, "WRONG_APPLICATION"),
        ("hello-padding-first", flipped(h, 27), NOW, "MALFORMED"), ("hello-padding-last", flipped(h, 1199), NOW, "MALFORMED"),
        ("init-short", i[:-1], NOW, "MALFORMED"), ("init-long", i + b"\0", NOW, "MALFORMED"),
        ("init-version", flipped(i, 2, 3), NOW, "UNKNOWN_VERSION"), ("init-application", flipped(i, 3), NOW, "WRONG_APPLICATION"),
        ("init-padding-first", flipped(i, 160), NOW, "MALFORMED"), ("init-padding-last", flipped(i, 1199), NOW, "MALFORMED"),
        ("init-key-id", flipped(i, 27), NOW, "COOKIE_EXPIRED"), ("init-old", i, TIME + 10_001, "COOKIE_EXPIRED"),
        ("init-from-the-future", i, TIME - 1, "COOKIE_EXPIRED"),
        ("init-time", flipped(i, 31), NOW, "BAD_COOKIE"), ("init-cookie", flipped(i, 47), NOW, "BAD_COOKIE"),
        ("init-nonce", flipped(i, 26), NOW, "BAD_COOKIE"), ("init-other-key", flipped(i, 27, 0xFF), NOW, "BAD_COOKIE"),
        ("init-prologue", p.init(i[:27] + bytes([PREVIOUS_ID]) + i[28:32] + old, i[48:160]), NOW, "HANDSHAKE_FAILED"),
        ("init-ephemeral", flipped(i, 48), NOW, "HANDSHAKE_FAILED"), ("init-static", flipped(i, 80), NOW, "HANDSHAKE_FAILED"),
        ("init-payload", flipped(i, 159), NOW, "HANDSHAKE_FAILED"),
        ("init-low-order", p.init(i[:48], bytes(32) + i[80:160]), NOW, "HANDSHAKE_FAILED"),
        ("init-low-order-one", p.init(i[:48], low + i[80:160]), NOW, "HANDSHAKE_FAILED"),
    ]
    for name, limits in bad_limits():
        to_server.append((f"init-limits-{name}", run.init_with(limits.encode()), NOW, "HANDSHAKE_FAILED"))
    to_server.append(("init-static-not-canonical", not_canonical(run), NOW, "HANDSHAKE_FAILED"))
    first = True
    for name, datagram, now, reason in to_server:
        s = Section(f"drop.{name}", comment if first else None).add(
            to="server", address=ip16(IPV4), scope=0, port=PORT, now=now, datagram=datagram, reason=reason)
        if datagram[0] == p.HELLO_TYPE and reason == "UNKNOWN_VERSION":
            s.add(version=p.version_packet(NONCE, [1]))
        first = False
        yield s
    yield Section("drop.init-other-port").add(
        to="server", address=ip16(IPV4), scope=0, port=PORT + 1, now=NOW, datagram=i, reason="BAD_COOKIE")
    yield Section("drop.init-other-address").add(
        to="server", address=ip16("192.0.2.34"), scope=0, port=PORT, now=NOW, datagram=i, reason="BAD_COOKIE")
    yield Section("drop.type-ff").add(
        to="server", address=ip16(IPV4), scope=0, port=PORT, now=NOW, datagram=b"\xff" * 1200, reason="MALFORMED")
    version, reset = p.version_packet(NONCE, [2]), p.reset(SESSION, run.token)
    to_client = [
        ("retry-short", "HELLO_SENT", good[:-1], "MALFORMED"), ("retry-long", "HELLO_SENT", good + b"\0", "MALFORMED"),
        ("retry-late", "INIT_SENT", good, "UNEXPECTED"), ("retry-nonce", "HELLO_SENT", flipped(good, 16), "UNEXPECTED"),
        ("retry-key", "HELLO_SENT", good[:38] + public_key(CLIENT_EPHEMERAL), "WRONG_SERVER_KEY"),
        ("accept-short", "INIT_SENT", run.accept[:-1], "MALFORMED"), ("accept-long", "INIT_SENT", run.accept + b"\0", "MALFORMED"),
        ("accept-early", "HELLO_SENT", run.accept, "UNEXPECTED"), ("accept-again", "CONFIRMING", run.accept, "UNEXPECTED"),
        ("accept-nonce", "INIT_SENT", flipped(run.accept, 1), "UNEXPECTED"),
        ("accept-ephemeral", "INIT_SENT", flipped(run.accept, 17), "HANDSHAKE_FAILED"),
        ("accept-low-order", "INIT_SENT", run.accept[:17] + bytes(32) + run.accept[49:], "HANDSHAKE_FAILED"),
        ("accept-tag", "INIT_SENT", flipped(run.accept, 112), "HANDSHAKE_FAILED"),
        ("version-none", "HELLO_SENT", version[:17] + b"\0" + version[18:], "MALFORMED"),
        ("version-16", "HELLO_SENT", p.version_packet(NONCE, range(2, 18)), "MALFORMED"),
        ("version-short", "HELLO_SENT", version[:-1], "MALFORMED"), ("version-long", "HELLO_SENT", version + b"\0\1", "MALFORMED"),
        ("version-nonce", "HELLO_SENT", flipped(version, 1), "UNEXPECTED"), ("version-late", "INIT_SENT", version, "UNEXPECTED"),
        ("reset-short", "CONFIRMING", reset[:-1], "MALFORMED"), ("reset-long", "CONFIRMING", reset + b"\0", "MALFORMED"),
        ("reset-token", "CONFIRMING", flipped(reset, 24), "UNEXPECTED"), ("reset-session", "CONFIRMING", flipped(reset, 8), "UNEXPECTED"),
        ("reset-early", "INIT_SENT", reset, "UNEXPECTED"), ("client-type-ff", "HELLO_SENT", b"\xff" * 70, "MALFORMED"),
    ]
    for name, limits in bad_limits():
        to_client.append((f"accept-limits-{name}", "INIT_SENT", run.accept_with(limits.encode()), "HANDSHAKE_FAILED"))
    for name, state, datagram, reason in to_client:
        yield Section(f"drop.{name}").add(to="client", state=state, datagram=datagram, reason=reason)


def bad_limits():
    return [("longest-1023", p.Limits(longest=1023)), ("longest-65537", p.Limits(longest=65_537)),
            ("session-65535", p.Limits(longest=32_768, session_credit=65_535)), ("session-high", p.Limits(session_credit=(1 << 30) + 1)),
            ("channel-0", p.Limits(channel_credit=0)), ("channel-1025", p.Limits(channel_credit=1025)),
            ("idle-4", p.Limits(idle=4)), ("idle-601", p.Limits(idle=601))]


def not_canonical(run):
    """A client whose static public key has the top bit set: X25519 gives the same results for it."""
    head, i = run.init[:48], noise.Initiator(p.prologue(run.init), run.private, run.server.public, CLIENT_EPHEMERAL)
    s, e, static = i.state, public_key(CLIENT_EPHEMERAL), public_key(run.private)
    s.mix_hash(e)
    s.mix_key(CLIENT_EPHEMERAL, run.server.public)
    sealed = s.seal(static[:31] + bytes([static[31] | 0x80]))
    s.mix_key(run.private, run.server.public)
    return p.init(head, e + sealed + s.seal(CLIENT_LIMITS.encode()))


def judged():
    """Frames in a session's state."""
    m, g, E = f.Message, f.Fragment, f.End
    small = p.Limits(longest=2048, session_credit=4096, channel_credit=4)
    kib = bytes(1024)
    bad = [  # to, why, frames, before, opened (server), ended (server), packets sent, limits
        ("server", "an unknown type", b"\x0b", [], {}), ("server", "an unknown type, of two bytes as a number", b"\x40\x01", [], {}),
        ("server", "good frames before a bad one", m(4, 0, b"x").encode() + b"\xff", [], {}),
        ("server", "ACK, cut", b"\2\0\0\0", [], {}), ("server", "ACK of a number below 0", b"\2\0\0\0\1", [], {}),
        ("server", "ACK whose gap reaches below 0", b"\2\5\0\1\0\4\0", [], {}),
        ("server", "ACK with 33 ranges", b"\2\x40\x40\0\x20" + bytes(65), [], {}),
        ("server", "ACK of a number that was never sent", f.Ack.of([10]).encode(), [], {}),
        ("server", "ACK twice", f.Ack.of([0]).encode() * 2, [], {}),
        ("server", "a number that reaches beyond the packet", b"\6\4\xc0\0\0", [], {}),
        ("server", "MESSAGE whose content reaches beyond the packet", b"\3\4\0\5hell", [], {}),
        ("server", "channel 2^32", b"\6\xc0\0\0\1\0\0\0\0\1", [], {}), ("server", "class 3", m(7, 0, b"").encode(), [], {}),
        ("client", "class 3 in CREDIT", f.Credit(3, 1).encode(), [], {}),
        ("server", "1,025 bytes on channel 0", m(0, 0, bytes(1025)).encode(), [], {}),
        ("server", "FRAGMENT on channel 0", g(0, 0, 0, 2, kib).encode(), [], {}),
        ("server", "FRAGMENT in class 2", g(2, 0, 0, 2, kib).encode(), [], {"opened": "2"}),
        ("server", "FRAGMENT, count 1", g(4, 0, 0, 1, kib).encode(), [], {}), ("server", "FRAGMENT, count 65", g(4, 0, 0, 65, kib).encode(), [], {}),
        ("server", "FRAGMENT, index is count", g(4, 0, 2, 2, b"x").encode(), [], {}),
        ("server", "FRAGMENT, first of 1,023 bytes", g(4, 0, 0, 2, bytes(1023)).encode(), [], {}),
        ("server", "FRAGMENT, last of no bytes", g(4, 0, 1, 2, b"").encode(), [], {}),
        ("server", "FRAGMENT, last of 1,025 bytes", g(4, 0, 1, 2, bytes(1025)).encode(), [], {}),
        ("server", "FRAGMENT, another count", g(4, 0, 1, 3, kib).encode(), [g(4, 0, 0, 2, kib).encode()], {}),
        ("server", "MESSAGE of which a fragment came", m(4, 0, b"x").encode(), [g(4, 0, 0, 2, kib).encode()], {}),
        ("server", "PATH_CHALLENGE from a client", f.PathChallenge(bytes(8)).encode(), [], {}),
        ("client", "PATH_RESPONSE from a server", f.PathResponse(bytes(8)).encode(), [], {}),
        ("client", "PATH_CHALLENGE twice", f.PathChallenge(bytes(8)).encode() * 2, [], {}),
        ("server", "PATH_RESPONSE twice", f.PathResponse(bytes(8)).encode() * 2, [], {}),
        ("client", "PATH_CHALLENGE, cut", b"\x08" + bytes(7), [], {}),
        ("server", "CLOSE, 257 bytes of text", f.Close(0, "x" * 257).encode(), [], {}),
        ("server", "CLOSE, text that is not UTF-8", b"\x0a\0\2\xc3\x28", [], {}),
        ("server", "a channel that is not opened, MESSAGE", m(8, 0, b"").encode(), [], {}),
        ("server", "a channel that is not opened, CREDIT", f.Credit(5, 9).encode(), [], {}),
        ("client", "far more than 128 channels", f.Credit(4 * 200, 9).encode(), [], {}),
        ("server", "a message longer than the receiver takes", g(4, 0, 2, 3, b"x").encode(), [], {"limits": small}),
        ("server", "MESSAGE at the channel's limit", m(4, 4, b"").encode(), [], {"limits": small}),
        ("server", "MESSAGE at the limit of channel 0", m(0, 4, b"").encode(), [], {"limits": small}),
        ("server", "FRAGMENT at the channel's limit", g(4, 4, 0, 2, kib).encode(), [], {"limits": small}),
        ("server", "more than the session's credit, 4,096 bytes", m(4, 3, b"x").encode(),
         [g(4, 1, 0, 2, kib).encode(), g(4, 1, 1, 2, kib).encode(), g(4, 2, 0, 2, kib).encode(), g(4, 2, 1, 2, kib).encode()],
         {"limits": small}),
        ("client", "END on channel 0", E(0, 9).encode(), [], {}),
        ("client", "a second END with another number", E(4, 3).encode(), [E(4, 2).encode()], {}),
        ("client", "END at a number that was received", E(4, 1).encode(), [m(4, 1, b"x").encode()], {}),
        ("client", "MESSAGE at the END", m(4, 2, b"x").encode(), [E(4, 2).encode()], {}),
        ("server", "END from a client without one from the server", E(4, 0).encode(), [], {}),
    ]
    for i, (to, why, bytes_, before, more) in enumerate(bad, 1):
        yield judgement(f"malformed.{i}", """Frames of a packet that are malformed for a side of a session: none has an effect, and the session is
            closed with code 1. The side has the given limits; a server has opened the channels (opened) and sent END on some (ended); it
            has sent the packets 0 to sent - 1, and has accepted packets with the frames before.1, before.2, ... so far. Its application has
            taken all that is whole and in order.""" if i == 1 else None, to, why, bytes_, before, more)
    good = [
        ("server", "every number in its longest form", b"\3\xc0\0\0\0\0\0\0\4\xc0\0\0\0\0\0\0\0\xc0\0\0\0\0\0\0\1x", [], {}, "4:0:78"),
        ("server", "in order although it came out of order", m(4, 0, b"a").encode(), [m(4, 1, b"b").encode()], {}, "4:0:61 4:1:62"),
        ("server", "unordered: at once", m(1, 3, b"d").encode(), [], {"opened": "1"}, "1:3:64"),
        ("server", "twice", m(4, 0, b"a").encode(), [m(4, 0, b"a").encode()], {}, ""),
        ("server", "a fragment twice", g(4, 0, 0, 2, kib).encode(), [g(4, 0, 0, 2, kib).encode()], {}, ""),
        ("server", "the last fragment first", g(4, 0, 0, 2, kib).encode(), [g(4, 0, 1, 2, b"z").encode()], {}, f"4:0:{kib.hex()}7a"),
        ("server", "a fragment of a message that is whole", g(4, 0, 0, 2, kib).encode(),
         [g(4, 0, 0, 2, kib).encode(), g(4, 0, 1, 2, b"z").encode()], {}, ""),
        ("server", "just the session's credit, 4,096 bytes, not counting channel 0", m(0, 0, b"x").encode(),
         [g(4, 1, 0, 2, kib).encode(), g(4, 1, 1, 2, kib).encode(), g(4, 2, 0, 2, kib).encode(), g(4, 2, 1, 2, kib).encode()],
         {"limits": small}, "0:0:78"),
        ("server", "latest: older than the newest", m(2, 6, b"old").encode(), [m(2, 7, b"new").encode()], {"opened": "2"}, ""),
        ("server", "latest: far above any credit", m(2, 1 << 40, b"x").encode(), [], {"opened": "2", "limits": small}, f"2:{1 << 40}:78"),
        ("client", "the first frame on a channel begins it", m(8, 0, b"x").encode(), [], {}, "8:0:78"),
        ("client", "END again", E(4, 2).encode(), [E(4, 2).encode()], {}, ""),
        ("client", "END, and then what is before it", m(4, 0, b"x").encode(), [E(4, 1).encode()], {}, "4:0:78"),
        ("server", "END that answers the server's", E(4, 0).encode(), [], {"ended": "4"}, ""),
        ("server", "late: the channel has ended", m(4, 0, b"x").encode(), [E(4, 1).encode()], {"ended": "4"}, ""),
        ("server", "a CREDIT lower than before", f.Credit(4, 1).encode(), [f.Credit(4, 100).encode()], {}, ""),
        ("server", "an ACK of all that was sent", f.Ack.of(range(10)).encode(), [], {}, ""),
        ("server", "a CLOSE with an unknown code", f.Close(1 << 40, "x").encode(), [], {}, ""),
    ]
    for i, (to, why, bytes_, before, more, delivered) in enumerate(good, 1):
        yield judgement(f"accepted.{i}", """The same for frames that are in order. delivered tells channel:number:content of what the last packet
            brings to the application.""" if i == 1 else None, to, why, bytes_, before, more).add(delivered=delivered)


def judgement(name, comment, to, why, bytes_, before, more):
    s = Section(name, comment).add(to=to, why=why, limits=more.get("limits", p.Limits()).encode())
    if to == "server":
        s.add(opened=more.get("opened", "4"), ended=more.get("ended", ""))
    s.add(sent=10)
    for i, b in enumerate(before, 1):
        s.put(f"before.{i}", b)
    return s.add(frames=bytes_)


def make():
    run = Run()
    sections = [*keys_and_packets(run), *data_packets(run), *reading(run), *frame_sections(), *chat_sections(), *dropped(run), *judged()]
    return write(sections, HEAD)

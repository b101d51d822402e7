"""The seven packets of section 2.4, and what both sides do with those of the handshake (2.5, 2.7). No state, no sockets, no clock."""

import hmac
import ipaddress
from dataclasses import dataclass

import noise
from noise import mac, sha256

DATAGRAM = 1200
VERSION = 1
HELLO_TYPE, RETRY_TYPE, INIT_TYPE, ACCEPT_TYPE, DATA_TYPE, RESET_TYPE, VERSION_TYPE = range(0xF8, 0xFF)
COOKIE_AGE_MS = 10_000


class Drop(Exception):
    """The datagram is counted under this reason, and nothing else happens for it."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


def drop_if(condition, reason):
    if condition:
        raise Drop(reason)


def u(size, number):
    return number.to_bytes(size, "big")


def number(data):
    return int.from_bytes(data, "big")


def application_id(name):
    return sha256(name.encode())[:8]


# ---- keys (2.3)

def static_private(identity):
    return mac(identity, b"udpchat/1 static key")


def reset_key(identity):
    return mac(identity, b"udpchat/1 reset key")


def reset_token(key, session):
    return mac(key, u(8, session))[:16]


def prologue(init):
    return b"udpchat/1" + init[:48]


# ---- limits

@dataclass(frozen=True)
class Limits:
    capabilities: int = 0
    longest: int = 65_536
    session_credit: int = 262_144
    channel_credit: int = 64
    idle: int = 30

    def encode(self):
        return u(4, self.capabilities) + u(4, self.longest) + u(4, self.session_credit) + u(2, self.channel_credit) + u(2, self.idle)

    @classmethod
    def decode(cls, data):
        limits = cls(number(data[:4]), number(data[4:8]), number(data[8:12]), number(data[12:14]), number(data[14:16]))
        ok = (len(data) == 16 and 1024 <= limits.longest <= 65_536 and 2 * limits.longest <= limits.session_credit <= 1 << 30
              and 1 <= limits.channel_credit <= 1024 and 5 <= limits.idle <= 600)
        drop_if(not ok, "HANDSHAKE_FAILED")
        return limits


# ---- handshake

def hello(application, nonce, version=VERSION):
    return (bytes([HELLO_TYPE]) + u(2, version) + application + nonce).ljust(DATAGRAM, b"\0")


def cookie(key, application, address, scope, port, nonce, time, version=VERSION):
    ip = ipaddress.ip_address(address)
    ip = ip.packed if ip.version == 6 else bytes(10) + b"\xff\xff" + ip.packed
    return mac(key, b"udpchat/1 cookie" + u(2, version) + application + ip + u(4, scope) + u(2, port) + nonce + u(4, time))[:16]


def retry(nonce, key_id, time, cookie_, server_public):
    return bytes([RETRY_TYPE]) + nonce + u(1, key_id) + u(4, time) + cookie_ + server_public


def init_head(application, retry_):
    """The first 48 bytes of INIT, from the RETRY that they answer."""
    return bytes([INIT_TYPE]) + u(2, VERSION) + application + retry_[1:38]


def init(head, message1):
    return (head + message1).ljust(DATAGRAM, b"\0")


def accept(nonce, message2):
    return bytes([ACCEPT_TYPE]) + nonce + message2


def accept_payload(session, boot, token, limits):
    return u(8, session) + u(8, boot) + token + limits.encode()


def version_packet(nonce, versions):
    return bytes([VERSION_TYPE]) + nonce + u(1, len(versions)) + b"".join(u(2, n) for n in versions)


def reset(session, token):
    return bytes([RESET_TYPE]) + u(8, session) + token


class Server:
    """What a server knows when a HELLO or INIT comes. keys: cookie key id to key, the current and the previous one."""

    def __init__(self, identity, application, keys, key_id, limits=Limits()):
        self.private, self.reset_key = static_private(identity), reset_key(identity)
        self.public = noise.public_key(self.private)
        self.application, self.keys, self.key_id, self.limits = application, keys, key_id, limits

    def _cookie(self, key_id, address, scope, port, nonce, time):
        return cookie(self.keys[key_id], self.application, address, scope, port, nonce, time)

    def answer_hello(self, datagram, address, scope, port, now):
        """RETRY or VERSION; the latter stands for a drop with UNKNOWN_VERSION."""
        drop_if(len(datagram) != DATAGRAM, "MALFORMED")
        nonce = datagram[11:27]
        if number(datagram[1:3]) != VERSION:
            return version_packet(nonce, [VERSION])
        drop_if(datagram[3:11] != self.application, "WRONG_APPLICATION")
        drop_if(any(datagram[27:]), "MALFORMED")
        time = now & 0xFFFFFFFF
        return retry(nonce, self.key_id, time, self._cookie(self.key_id, address, scope, port, nonce, time), self.public)

    def check_init(self, datagram, address, scope, port, now):
        """Steps 1 to 5."""
        drop_if(len(datagram) != DATAGRAM, "MALFORMED")
        drop_if(number(datagram[1:3]) != VERSION, "UNKNOWN_VERSION")
        drop_if(datagram[3:11] != self.application, "WRONG_APPLICATION")
        drop_if(any(datagram[160:]), "MALFORMED")
        key_id, time = datagram[27], number(datagram[28:32])
        drop_if(key_id not in self.keys or (now - time) % (1 << 32) > COOKIE_AGE_MS, "COOKIE_EXPIRED")
        right = self._cookie(key_id, address, scope, port, datagram[11:27], time)
        drop_if(not hmac.compare_digest(right, datagram[32:48]), "BAD_COOKIE")

    def accept_init(self, datagram, session, boot, ephemeral):
        """Steps 8 and 9: ACCEPT, the handshake, the client's limits."""
        handshake = noise.Responder(prologue(datagram), self.private)
        try:
            limits = Limits.decode(handshake.read1(datagram[48:160]))
            payload = accept_payload(session, boot, reset_token(self.reset_key, session), self.limits)
            return accept(datagram[11:27], handshake.write2(ephemeral, payload)), handshake, limits
        except noise.Failed:
            raise Drop("HANDSHAKE_FAILED") from None


@dataclass
class Client:
    """What a client knows during the handshake; the state is that of section 2.5."""
    application: bytes
    nonce: bytes
    trusts: object                                              # the key to a boolean
    state: str = "HELLO_SENT"
    handshake: object = None
    session: int = None
    boot: int = None
    token: bytes = None
    server_limits: Limits = None

    def on_retry(self, datagram, private, ephemeral, limits):
        """INIT."""
        drop_if(len(datagram) != 70, "MALFORMED")
        drop_if(self.state != "HELLO_SENT" or datagram[1:17] != self.nonce, "UNEXPECTED")
        server_public = datagram[38:70]
        drop_if(not self.trusts(server_public), "WRONG_SERVER_KEY")
        head = init_head(self.application, datagram)
        try:
            handshake = noise.Initiator(prologue(head), private, server_public, ephemeral)
            message1 = handshake.write1(limits.encode())
        except noise.Failed:
            raise Drop("HANDSHAKE_FAILED") from None
        self.handshake, self.state = handshake, "INIT_SENT"
        return init(head, message1)

    def on_accept(self, datagram):
        drop_if(len(datagram) != 113, "MALFORMED")
        drop_if(self.state != "INIT_SENT" or datagram[1:17] != self.nonce, "UNEXPECTED")
        before = self.handshake.state
        try:
            payload = self.handshake.read2(datagram[17:])
            self.server_limits = Limits.decode(payload[32:48])
        except noise.Failed:
            raise Drop("HANDSHAKE_FAILED") from None
        except Drop:
            self.handshake.state = before
            raise
        self.session, self.boot, self.token = number(payload[:8]), number(payload[8:16]), payload[16:32]
        self.state = "CONFIRMING"

    def on_version(self, datagram):
        """The server's versions."""
        drop_if(len(datagram) < 20 or not 1 <= datagram[17] <= 15 or len(datagram) != 18 + 2 * datagram[17], "MALFORMED")
        drop_if(self.state != "HELLO_SENT" or datagram[1:17] != self.nonce, "UNEXPECTED")
        return [number(datagram[i:i + 2]) for i in range(18, len(datagram), 2)]

    def on_reset(self, datagram):
        drop_if(len(datagram) != 25, "MALFORMED")
        drop_if(self.session is None or not hmac.compare_digest(datagram[1:], u(8, self.session) + self.token), "UNEXPECTED")

"""Noise_IK_25519_AESGCM_SHA256, revision 34 of the Noise Protocol Framework; section 2.3 of PROTOCOL.md."""

import hashlib
import hmac

import aesgcm
from x25519 import P, public_key, x25519

NAME = b"Noise_IK_25519_AESGCM_SHA256"


class Failed(Exception):
    """The handshake's state is as before."""


def mac(key, data):
    return hmac.new(key, data, hashlib.sha256).digest()


def sha256(data):
    return hashlib.sha256(data).digest()


def _hkdf2(chaining_key, material):
    temp = mac(chaining_key, material)
    first = mac(temp, b"\1")
    return first, mac(temp, first + b"\2")


def require_canonical(static_public):
    """A static public key has one form only."""
    if int.from_bytes(static_public, "little") >= P:
        raise Failed("a static public key that is not the shortest form of its number")


class _Symmetric:
    """Noise's SymmetricState together with its CipherState."""

    def __init__(self):
        self.h = self.ck = NAME.ljust(32, b"\0")
        self.key, self.n = None, 0

    def copy(self):
        other = _Symmetric()
        other.h, other.ck, other.key, other.n = self.h, self.ck, self.key, self.n
        return other

    def mix_hash(self, data):
        self.h = sha256(self.h + data)

    def mix_key(self, private, public):
        shared = x25519(private, public)
        if shared == bytes(32):
            raise Failed("a key agreement whose result is all zero")
        self.ck, self.key = _hkdf2(self.ck, shared)
        self.n = 0

    def _nonce(self):
        return bytes(4) + self.n.to_bytes(8, "big")

    def seal(self, plain):
        sealed = aesgcm.seal(self.key, self._nonce(), self.h, plain)
        self.n += 1
        self.mix_hash(sealed)
        return sealed

    def unseal(self, sealed):
        try:
            plain = aesgcm.unseal(self.key, self._nonce(), self.h, sealed)
        except aesgcm.NotAuthentic:
            raise Failed("the tag is not right") from None
        self.n += 1
        self.mix_hash(sealed)
        return plain

    def split(self):
        """What the client sends is under the first, what the server sends under the second."""
        return _hkdf2(self.ck, b"")


class Initiator:
    """The client."""

    def __init__(self, prologue, static, server_public, ephemeral):
        require_canonical(server_public)
        self.static, self.server_public, self.ephemeral = static, server_public, ephemeral
        self.state = _Symmetric()
        self.state.mix_hash(prologue)
        self.state.mix_hash(server_public)

    def write1(self, payload):
        s, e = self.state, public_key(self.ephemeral)
        s.mix_hash(e)
        s.mix_key(self.ephemeral, self.server_public)           # es
        static = s.seal(public_key(self.static))
        s.mix_key(self.static, self.server_public)              # ss
        return e + static + s.seal(payload)

    def read2(self, message):
        s, e = self.state.copy(), message[:32]
        s.mix_hash(e)
        s.mix_key(self.ephemeral, e)                            # ee
        s.mix_key(self.static, e)                               # se
        payload = s.unseal(message[32:])
        self.state = s
        return payload

    def split(self):
        return self.state.split()


class Responder:
    """The server."""

    def __init__(self, prologue, static):
        self.static, self.client_public = static, None
        self.state = _Symmetric()
        self.state.mix_hash(prologue)
        self.state.mix_hash(public_key(static))

    def read1(self, message):
        s, self.e = self.state.copy(), message[:32]
        s.mix_hash(self.e)
        s.mix_key(self.static, self.e)                          # es
        client_public = s.unseal(message[32:80])
        require_canonical(client_public)
        s.mix_key(self.static, client_public)                   # ss
        payload = s.unseal(message[80:])
        self.state, self.client_public = s, client_public
        return payload

    def write2(self, ephemeral, payload):
        s, e = self.state, public_key(ephemeral)
        s.mix_hash(e)
        s.mix_key(ephemeral, self.e)                            # ee
        s.mix_key(ephemeral, self.client_public)                # se
        return e + s.seal(payload)

    def split(self):
        return self.state.split()

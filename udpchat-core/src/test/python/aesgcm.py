"""AES-256-GCM (FIPS 197, NIST SP 800-38D) with nonces of 12 bytes and tags of 16. Slow, and not constant in time: for tests only."""

import hmac
from functools import lru_cache


class NotAuthentic(Exception):
    pass


def _double(b):
    return (b << 1 ^ (0x11B if b & 0x80 else 0)) & 0xFF


def _make_sbox():
    box, p, q = [0] * 256, 1, 1                                 # q is always the inverse of p
    while True:
        p ^= _double(p)                                         # times 3, which generates all
        q ^= q << 1 & 0xFF
        q ^= q << 2 & 0xFF
        q ^= q << 4 & 0xFF
        if q & 0x80:
            q ^= 0x09                                           # divided by 3
        turned = q
        for i in range(1, 5):
            turned ^= (q << i | q >> 8 - i) & 0xFF
        box[p] = turned ^ 0x63
        if p == 1:
            box[0] = 0x63
            return bytes(box)


SBOX = _make_sbox()
DOUBLE = bytes(_double(b) for b in range(256))
SHIFT = [0, 5, 10, 15, 4, 9, 14, 3, 8, 13, 2, 7, 12, 1, 6, 11]


@lru_cache(maxsize=64)
def _expand(key):
    if len(key) != 32:
        raise ValueError("AES-256 takes a key of 32 bytes")
    words, rcon = [key[i:i + 4] for i in range(0, 32, 4)], 1
    for i in range(8, 60):
        t = words[-1]
        if i % 8 == 0:
            t = bytes([SBOX[t[1]] ^ rcon, SBOX[t[2]], SBOX[t[3]], SBOX[t[0]]])
            rcon = _double(rcon)
        elif i % 8 == 4:
            t = bytes(SBOX[b] for b in t)
        words.append(bytes(x ^ y for x, y in zip(words[i - 8], t)))
    return [b"".join(words[i:i + 4]) for i in range(0, 60, 4)]


def encrypt_block(key, block):
    keys = _expand(key)
    s = [a ^ b for a, b in zip(block, keys[0])]
    for k in keys[1:-1]:
        s = [SBOX[s[i]] for i in SHIFT]
        mixed = []
        for c in (0, 4, 8, 12):
            a, b, d, e = s[c:c + 4]
            t = a ^ b ^ d ^ e
            mixed += [a ^ t ^ DOUBLE[a ^ b], b ^ t ^ DOUBLE[b ^ d], d ^ t ^ DOUBLE[d ^ e], e ^ t ^ DOUBLE[e ^ a]]
        s = [x ^ y for x, y in zip(mixed, k)]
    return bytes(SBOX[s[i]] ^ k for i, k in zip(SHIFT, keys[-1]))


def _times(x, h):
    z = 0
    for i in range(127, -1, -1):
        if x >> i & 1:
            z ^= h
        h = h >> 1 ^ (0xE1 << 120 if h & 1 else 0)
    return z


def _ghash(h, data):
    y = 0
    for i in range(0, len(data), 16):
        y = _times(y ^ int.from_bytes(data[i:i + 16], "big"), h)
    return y.to_bytes(16, "big")


def _xor(a, b):
    return bytes(x ^ y for x, y in zip(a, b))


def _counted(key, nonce, data):
    return b"".join(_xor(data[i:i + 16], encrypt_block(key, nonce + (2 + i // 16).to_bytes(4, "big")))
                    for i in range(0, len(data), 16))


def _padded(data):
    return data + bytes(-len(data) % 16)


def _tag(key, nonce, associated, sealed):
    h = int.from_bytes(encrypt_block(key, bytes(16)), "big")
    lengths = (8 * len(associated)).to_bytes(8, "big") + (8 * len(sealed)).to_bytes(8, "big")
    return _xor(_ghash(h, _padded(associated) + _padded(sealed) + lengths), encrypt_block(key, nonce + b"\0\0\0\1"))


def seal(key, nonce, associated, plain):
    sealed = _counted(key, nonce, plain)
    return sealed + _tag(key, nonce, associated, sealed)


def unseal(key, nonce, associated, sealed):
    if len(sealed) < 16:
        raise NotAuthentic
    body, tag = sealed[:-16], sealed[-16:]
    if not hmac.compare_digest(tag, _tag(key, nonce, associated, body)):
        raise NotAuthentic
    return _counted(key, nonce, body)

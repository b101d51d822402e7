"""X25519 (RFC 7748 section 5), in plain integers. Not constant in time: for tests only."""

P = 2 ** 255 - 19
A24 = 121665
BASE = (9).to_bytes(32, "little")


def x25519(private, public):
    """The shared point's u coordinate. All zero for a point of low order; the caller decides what that means."""
    k = int.from_bytes(private, "little")
    k = k & ~7 & ~(1 << 255) | 1 << 254
    x1 = (int.from_bytes(public, "little") & ((1 << 255) - 1)) % P
    x2, z2, x3, z3, swapped = 1, 0, x1, 1, 0
    for i in range(254, -1, -1):
        bit = k >> i & 1
        if swapped != bit:
            x2, x3, z2, z3 = x3, x2, z3, z2
        swapped = bit
        a, b, c, d = x2 + z2, x2 - z2, x3 + z3, x3 - z3
        aa, bb, da, cb = a * a % P, b * b % P, d * a % P, c * b % P
        e = aa - bb
        x3, z3 = (da + cb) ** 2 % P, x1 * (da - cb) ** 2 % P
        x2, z2 = aa * bb % P, e * (aa + A24 * e) % P
    if swapped:
        x2, z2 = x3, z3
    return (x2 * pow(z2, P - 2, P) % P).to_bytes(32, "little")


def public_key(private):
    return x25519(private, BASE)

"""The primitives against published vectors: RFC 7748 sections 5.2 and 6.1, FIPS 197 C.3, GCM test cases 13 to 16, RFC 4231, RFC 9000 A.1,
and Noise_IK_25519_AESGCM_SHA256 from the vectors.txt of github.com/flynn/noise."""

import aesgcm
import frames
from noise import Initiator, Responder, mac
from x25519 import public_key, x25519

h = bytes.fromhex


def _equal(what, got, expected):
    if got != h(expected):
        raise AssertionError(f"{what}: {got.hex()} instead of {expected}")


def _x25519():
    _equal("RFC 7748 5.2, first",
           x25519(h("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4"),
                  h("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c")),
           "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552")
    _equal("RFC 7748 5.2, second",
           x25519(h("4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d"),
                  h("e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493")),
           "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957")
    nine = bytes([9]) + bytes(31)
    _equal("RFC 7748 5.2, one iteration", x25519(nine, nine),
           "422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079")
    a = h("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a")
    b = h("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb")
    _equal("RFC 7748 6.1, Alice", public_key(a), "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a")
    _equal("RFC 7748 6.1, Bob", public_key(b), "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f")
    for shared in (x25519(a, public_key(b)), x25519(b, public_key(a))):
        _equal("RFC 7748 6.1, shared", shared, "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742")


def _aesgcm():
    _equal("FIPS 197 C.3", aesgcm.encrypt_block(bytes(range(32)), h("00112233445566778899aabbccddeeff")),
           "8ea2b7ca516745bfeafc49904b496089")
    _equal("GCM 13", aesgcm.seal(bytes(32), bytes(12), b"", b""), "530f8afbc74536b9a963b4f1c4cb738b")
    _equal("GCM 14", aesgcm.seal(bytes(32), bytes(12), b"", bytes(16)),
           "cea7403d4d606b6e074ec5d3baf39d18" "d0d1c8a799996bf0265b98b5d48ab919")
    key = h("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308")
    nonce = h("cafebabefacedbaddecaf888")
    plain = h("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
              "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255")
    sealed = ("522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
              "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad")
    _equal("GCM 15", aesgcm.seal(key, nonce, b"", plain), sealed + "b094dac5d93471bdec1a502270e3cc6c")
    associated = h("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    full = h(sealed[:120] + "76fc6ece0f4e1768cddf8853bb2d551b")
    _equal("GCM 16", aesgcm.seal(key, nonce, associated, plain[:60]), full.hex())
    _equal("GCM 16, opened", aesgcm.unseal(key, nonce, associated, full), plain[:60].hex())
    for i in (0, 59, 60, 75):
        try:
            aesgcm.unseal(key, nonce, associated, full[:i] + bytes([full[i] ^ 1]) + full[i + 1:])
        except aesgcm.NotAuthentic:
            continue
        raise AssertionError("GCM 16: opened although byte %d was changed" % i)


def _hmac():
    _equal("RFC 4231, 1", mac(b"\x0b" * 20, b"Hi There"), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")


def _noise():
    client, server, prologue = bytes(range(32)), bytes(range(1, 33)), b"notsecret"
    i = Initiator(prologue, client, public_key(server), bytes(range(0x20, 0x40)))
    r = Responder(prologue, server)
    one = i.write1(b"")
    _equal("IK, message 1", one,
           "358072d6365880d1aeea329adf9121383851ed21a28e3b75e965d0d2cd166254" "19d6fab175300a577115c701c41ed681"
           "373f0432f81d3bf8676bd05216cd1919" "e61b75ccef0c0cf0b216fcdf371d0859" "ab50373f8c7b70a239f8cc8318e6075b")
    _equal("IK, payload 1", r.read1(one), "")
    _equal("IK, client's key", r.client_public, public_key(client).hex())
    two = r.write2(bytes(range(0x41, 0x61)), b"")
    _equal("IK, message 2", two, "64b101b1d0be5a8704bd078f9895001fc03e8e9f9522f188dd128d9846d48466" "bb50a12b50b0b1b43fc6725181315302")
    _equal("IK, payload 2", i.read2(two), "")
    if i.split() != r.split() or i.state.h != r.state.h:
        raise AssertionError("IK: the sides disagree")
    first, second = i.split()
    _equal("IK, from the client", aesgcm.seal(first, bytes(12), b"", b"yellowsubmarine"),
           "80a75e75c8e8d2e9c2a6c7bc6e550c4997d6d2b45429a530821c4aa5d36f27")
    _equal("IK, from the server", aesgcm.seal(second, bytes(12), b"", b"submarineyellow"),
           "b8475410da62a98493d33a1e669f8f56dd8f61d449b53bd375299c3435424a")


def _varint():
    for wire, value in (("c2197c5eff14e88c", 151288809941952652), ("9d7f3e7d", 494878333), ("7bbd", 15293), ("25", 37), ("4025", 37)):
        got = frames.Reader(h(wire)).v()
        if got != value:
            raise AssertionError(f"RFC 9000 A.1: {got} instead of {value}")


def run():
    _x25519()
    _aesgcm()
    _hmac()
    _noise()
    _varint()


if __name__ == "__main__":
    run()
    print("ok")

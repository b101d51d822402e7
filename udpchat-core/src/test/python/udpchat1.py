#!/usr/bin/env python3
"""udpchat/1 (chapter 2 of PROTOCOL.md), written from that text alone, with nothing but Python 3.11's standard library.

    udpchat1.py make [FILE]                        writes the test vectors
    udpchat1.py check FILE                         recomputes and parses every value in FILE
    udpchat1.py serve PORT SECONDS                 a server on 127.0.0.1; port 0 is any free one
    udpchat1.py connect HOST PORT NAME LINE...     a client; loopback addresses only
"""

import sys
from pathlib import Path

sys.dont_write_bytecode = True

import selftest                                                 # noqa: E402
import vectorfile                                               # noqa: E402

VECTORS = Path(__file__).resolve().parent.parent / "resources" / "udpchat1-vectors.txt"


def _make(file=VECTORS):
    import make
    Path(file).write_text(make.make(), encoding="utf-8", newline="\n")
    return 0


def _check(file):
    from check import check
    try:
        print(f"{check(Path(file).read_text(encoding='utf-8'))} sections: all as computed")
        return 0
    except vectorfile.Different as e:
        print(e)
        return 1


def _serve(port, seconds, *options):
    import peer
    return peer.serve(int(port), float(seconds), *options)


def _connect(host, port, name, *lines):
    import peer
    return peer.connect(host, int(port), name, lines)


def main(arguments):
    commands = {"make": _make, "check": _check, "serve": _serve, "connect": _connect}
    if not arguments or arguments[0] not in commands:
        print(__doc__, file=sys.stderr)
        return 2
    selftest.run()
    return commands[arguments[0]](*arguments[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

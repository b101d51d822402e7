"""The original chat program, written anew from the description of its protocol (PROTOCOL.md, section 1).

    classic_peer.py server PORT         serves 127.0.0.1:PORT, 0 for any free port, until its input ends
    classic_peer.py client SERVER_PORT  chats from a random port of 127.0.0.1, until qqq or the end of its input

It does on the wire and on stdout what the original does, its weaknesses included: text that ends in qqq removes its
sender, one datagram that is not UTF-8 stops the server, what is longer than 1024 bytes is cut, nobody ever expires.
Where it differs, that is for the tests: the server says where it runs, blocks where the original spins, tells on stderr
who came and went, of which the original says nothing, and ends with its input.
"""

import os
import queue
import random
import socket
import sys
import threading

HOST = "127.0.0.1"
MAX_DATAGRAM_BYTES = 1024
CLIENT_PORTS = (6000, 10000)
GUEST_NUMBERS = (1000, 9999)
LEAVE = "qqq"

END_OF_INPUT = None


def show(line, stream=sys.stdout):
    print(line, file=stream, flush=True)


# ---------------------------------------------------------------------------------------------------------- the server


def serve(port):
    """Relays what each registered address says to all others, in the order in which it arrived."""
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind((HOST, port))
    show(f"Server running at {server.getsockname()}")

    arrived = queue.Queue()
    threading.Thread(target=receive_into, args=(arrived, server), daemon=True).start()
    threading.Thread(target=end_with_input, args=(arrived,), daemon=True).start()

    clients = {}  # A dictionary, for its order: relaying goes in the order of registration
    while (datagram := arrived.get()) is not END_OF_INPUT:
        handle(datagram, clients, server)


def handle(datagram, clients, server):
    data, sender = datagram
    if sender not in clients:
        clients[sender] = True
        show(f"joined {sender}", sys.stderr)
        return
    text = data.decode("utf-8")
    if text.endswith(LEAVE):
        del clients[sender]
        show(f"left {sender}", sys.stderr)
        return
    show(str(sender) + text)
    for client in clients:
        if client != sender:
            server.sendto(data, client)


def receive_into(arrived, server):
    while True:
        arrived.put(server.recvfrom(MAX_DATAGRAM_BYTES))


def end_with_input(arrived):
    while os.read(sys.stdin.fileno(), 1024):  # Not sys.stdin: its lock must be free when Python shuts down
        pass
    arrived.put(END_OF_INPUT)


# ---------------------------------------------------------------------------------------------------------- the client


def chat(server_port):
    """Sends what is typed, shows what arrives. At the end of its input it vanishes, as the original does when it dies."""
    client = bound_to_random_port()
    host, port = client.getsockname()
    show(f"{host} {port}")

    print("Name: ", end="", flush=True)
    name = typed()
    if name is END_OF_INPUT:
        return
    if name == "":
        name = f"Guest{random.randint(*GUEST_NUMBERS)}"
        show(name)

    server = (HOST, server_port)
    client.sendto(name.encode("utf-8"), server)
    threading.Thread(target=show_arriving, args=(client,), daemon=True).start()

    while (line := typed()) is not END_OF_INPUT:
        if line == LEAVE:
            client.sendto(LEAVE.encode("utf-8"), server)
            return
        if line != "":
            client.sendto(f"[{name}]->{line}".encode("utf-8"), server)


def bound_to_random_port():
    while True:
        client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            client.bind((HOST, random.randint(*CLIENT_PORTS)))
            return client
        except OSError:
            client.close()  # Busy: the original dies of it, here the next one is tried


def show_arriving(client):
    """Bytes are shown as they came, whatever they are: the tests compare them."""
    while True:
        os.write(sys.stdout.fileno(), client.recv(MAX_DATAGRAM_BYTES) + b"\n")


def typed():
    line = sys.stdin.readline()
    return line.removesuffix("\n") if line else END_OF_INPUT


# ------------------------------------------------------------------------------------------------------------ the start

if __name__ == "__main__":
    for standard_stream in (sys.stdin, sys.stdout, sys.stderr):
        standard_stream.reconfigure(encoding="utf-8", newline="\n")
    mode, port_argument = sys.argv[1:]
    {"server": serve, "client": chat}[mode](int(port_argument))

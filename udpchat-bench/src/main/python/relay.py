"""The original's algorithm without its output: a thread that receives, a queue, and a main loop that spins over it."""

import os
import queue
import socket
import sys
import threading


def receive_into(arrived, server):
    while True:
        arrived.put(server.recvfrom(1024))


def end_with_input():
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os._exit(0)


def main():
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 0))
    print("port", server.getsockname()[1], flush=True)
    arrived = queue.Queue()
    threading.Thread(target=receive_into, args=(arrived, server), daemon=True).start()
    threading.Thread(target=end_with_input, daemon=True).start()

    clients = set()
    while True:
        while not arrived.empty():
            data, sender = arrived.get()
            if sender not in clients:
                clients.add(sender)
                continue
            if data.decode("utf-8").endswith("qqq"):
                clients.remove(sender)
                continue
            for client in clients:
                if client != sender:
                    server.sendto(data, client)


main()

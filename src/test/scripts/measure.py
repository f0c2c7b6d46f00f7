#!/usr/bin/env python3
"""Measures maelstrom/node in ways that `maelstrom/bench perf` does not; PERFORMANCE has the figures.

measure.py cpu CASE [COUNT]    processor time for each request, of COUNT requests (a million)
                               CASE: echo, broadcast, relay, leaf or g-counter
measure.py values COUNT        memory with COUNT values, the time of a read, and how soon a peer has all
"""
import json
import os
import resource
import subprocess
import sys
import threading
import time

NODE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../maelstrom/node")
FIVE = ["n1", "n2", "n3", "n4", "n5"]
QUIET_SECONDS = 2

# For each case: the node, all nodes, and the bodies that requests have in turn.
CASES = {
    "echo": ("n1", ["n1"], ['"type":"echo","echo":"hello"']),
    "broadcast": ("n1", ["n1"], ['"type":"broadcast","message":ID']),
    "relay": ("n1", FIVE, ['"type":"broadcast","message":ID']),
    "leaf": ("n2", FIVE, ['"type":"broadcast","message":ID']),
    "g-counter": ("n1", FIVE, ['"type":"add","delta":1', '"type":"read"']),
}


def line(node, body):
    return '{"src":"c1","dest":"%s","body":{%s}}\n' % (node, body)


def init(node, nodes):
    return line(node, '"type":"init","msg_id":0,"node_id":"%s","node_ids":%s' % (node, json.dumps(nodes)))


def start(workload):
    command = [NODE, "--workload", workload]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def cpu(case, count):
    node, nodes, bodies = CASES[case]
    requests = []
    for i in range(1, count + 1):
        body = bodies[i % len(bodies)].replace("ID", str(i))
        requests.append(line(node, body + ',"msg_id":%d' % i))
    process = start("broadcast" if case in ("relay", "leaf") else case)
    # The first request shows when the node is ready: a counter looks for its earlier state first.
    process.stdin.write((init(node, nodes) + line(node, bodies[0].replace("ID", "0") + ',"msg_id":0')).encode())
    process.stdin.flush()
    before = 0
    while before < 2:
        before += b'"dest":"c1"' in process.stdout.readline()
    threading.Thread(target=feed, args=(process, "".join(requests).encode()), daemon=True).start()
    answers = sum(b'"dest":"c1"' in answer and b'_ok"' in answer for answer in process.stdout)
    process.wait()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = used.ru_utime + used.ru_stime
    if answers != count:
        sys.exit("%d of %d requests were answered" % (answers, count))
    print("%s: %.2f µs of processor time for each of %d requests" % (case, seconds / count * 1e6, count))


def feed(process, text):
    process.stdin.write(text)
    process.stdin.close()


class Peer:
    """A node whose messages to clients are counted, and whose other messages go to the other node."""

    def __init__(self, name):
        self.name = name
        self.process = start("broadcast")
        self.other = None
        self.answers = threading.Semaphore(0)
        self.answer = b""
        self.messages = 0
        self.lock = threading.Lock()
        self.last = 0.0
        threading.Thread(target=self.read_all, daemon=True).start()
        self.ask(init(name, ["n1", "n2"]))

    def read_all(self):
        for message in self.process.stdout:
            if b'"dest":"c1"' in message:
                self.answer = message
                self.answers.release()
            elif self.other and b'"dest":"%s"' % self.other.name.encode() in message:
                self.messages += 1
                self.other.send(message)
                if len(message) > 1000:
                    self.other.last = time.monotonic()

    def send(self, text):
        with self.lock:
            self.process.stdin.write(text)
            self.process.stdin.flush()

    def ask(self, text):
        self.send(text.encode())
        self.answers.acquire()
        return self.answer

    def values(self):
        answer = self.ask(line(self.name, '"type":"read","msg_id":1'))
        return json.loads(answer)["body"]["messages"], len(answer)

    def memory(self):
        with open("/proc/%d/status" % self.process.pid) as status:
            return next(int(l.split()[1]) / 1024 for l in status if l.startswith("VmRSS"))


def values(count):
    first = Peer("n1")
    broadcast = '"type":"broadcast","msg_id":1,"message":%d'
    for begin in range(0, count, 10_000):
        batch = range(begin, min(count, begin + 10_000))
        first.send("".join(line("n1", broadcast % value) for value in batch).encode())
        for _ in batch:
            first.answers.acquire()
    print("memory with %d values: %.0f MB" % (count, first.memory()))
    for _ in range(5):
        begin = time.monotonic()
        _, size = first.values()
        spent = time.monotonic() - begin
    print("read_ok: %.1f MB, %.1f ms, its decoding here included" % (size / 1e6, spent * 1e3))
    begin = time.monotonic()
    second = Peer("n2")
    first.other, second.other = second, first
    # To ask the peer would slow it down: it has all once nothing long has come for some time.
    while second.last == 0 or time.monotonic() - second.last < QUIET_SECONDS:
        time.sleep(0.01)
    found, _ = second.values()
    if len(found) != count:
        sys.exit("the peer has %d values" % len(found))
    print("a peer has all after %.2f s, with its start" % (second.last - begin))
    print("messages, both ways: %d" % (first.messages + second.messages))
    for peer in (first, second):
        peer.process.stdin.close()
        peer.process.wait()


if len(sys.argv) in (3, 4) and sys.argv[1] == "cpu" and sys.argv[2] in CASES:
    cpu(sys.argv[2], int(sys.argv[3]) if len(sys.argv) == 4 else 1_000_000)
elif len(sys.argv) == 3 and sys.argv[1] == "values":
    values(int(sys.argv[2]))
else:
    sys.exit(__doc__)

#!/usr/bin/env python3
"""A node that misbehaves as its first argument says, once it is initialised."""
import json
import os
import subprocess
import sys
import time

MODE = sys.argv[1]
node_id = None
count = 0
lives = len(os.listdir("."))
open("life-%d" % lives, "w").close()


def reply(request, body):
    body["in_reply_to"] = request["body"]["msg_id"]
    print(json.dumps({"src": node_id, "dest": request["src"], "body": body}), flush=True)


if MODE == "dies-later" and lives > 0:
    print("not again", file=sys.stderr)
    sys.exit(4)
if MODE == "stammers" and lives > 0:
    print("second life", file=sys.stderr, flush=True)
if MODE == "deaf":
    time.sleep(600)
for line in sys.stdin:
    request = json.loads(line)
    body = request["body"]
    if MODE == "silent":
        continue
    if body["type"] == "init":
        node_id = body["node_id"]
        reply(request, {"type": "init_ok"})
    elif MODE == "counts":
        if body["type"] == "total":
            reply(request, {"type": "total_ok", "count": count, "lives": lives, "pid": os.getpid()})
        count += 1
    elif MODE == "stammers" and lives == 0:
        sys.stdout.write('{"src":"n0","dest":')
        sys.stdout.flush()
        print("stammered", file=sys.stderr, flush=True)
    elif MODE == "stammers" or MODE == "dies-later":
        reply(request, {"type": body["type"] + "_ok", "echo": body.get("echo")})
    elif MODE == "dies":
        print("something terrible", file=sys.stderr)
        sys.exit(3)
    elif MODE == "garbage":
        print("hello world", flush=True)
    elif MODE == "unknown-dest":
        request["src"] = "nobody"
        reply(request, {"type": "echo_ok"})
    elif MODE == "false-src":
        node_id = "n7"
        reply(request, {"type": "echo_ok"})
    elif MODE == "extra-key":
        reply(request, {"type": "echo_ok", "echo": body["echo"], "node": node_id})
    elif MODE == "child":
        child = subprocess.Popen(["sleep", "600"])
        reply(request, {"type": "echo_ok", "echo": child.pid})

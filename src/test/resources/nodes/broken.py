#!/usr/bin/env python3
"""A node that misbehaves as its first argument says, once it is initialised."""
import json
import subprocess
import sys
import time

MODE = sys.argv[1]
node_id = None


def reply(request, body):
    body["in_reply_to"] = request["body"]["msg_id"]
    print(json.dumps({"src": node_id, "dest": request["src"], "body": body}), flush=True)


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

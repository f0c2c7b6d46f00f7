#!/usr/bin/env python3
"""An echo node in another language: what any node must do, in a page."""
import json
import sys

node_id = None
next_msg_id = 0


def reply(request, body):
    global next_msg_id
    body["in_reply_to"] = request["body"]["msg_id"]
    body["msg_id"] = next_msg_id
    next_msg_id += 1
    print(json.dumps({"src": node_id, "dest": request["src"], "body": body}), flush=True)


for line in sys.stdin:
    request = json.loads(line)
    body = request["body"]
    if body["type"] == "init":
        node_id = body["node_id"]
        print("initialised " + node_id, file=sys.stderr, flush=True)
        reply(request, {"type": "init_ok"})
    elif body["type"] == "echo":
        reply(request, {"type": "echo_ok", "echo": body["echo"]})
    else:
        reply(request, {"type": "error", "code": 10, "text": "not supported"})

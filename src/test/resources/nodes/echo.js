#!/usr/bin/env node
// An echo node in another language: what any node must do, in a page.
const lines = require('readline').createInterface({ input: process.stdin });

let nodeId = null;
let nextMsgId = 0;

function reply(request, body) {
  body.in_reply_to = request.body.msg_id;
  body.msg_id = nextMsgId++;
  console.log(JSON.stringify({ src: nodeId, dest: request.src, body }));
}

lines.on('line', (line) => {
  const request = JSON.parse(line);
  const body = request.body;
  switch (body.type) {
    case 'init':
      nodeId = body.node_id;
      console.error(`initialised ${nodeId}`);
      reply(request, { type: 'init_ok' });
      break;
    case 'echo':
      reply(request, { type: 'echo_ok', echo: body.echo });
      break;
    default:
      reply(request, { type: 'error', code: 10, text: 'not supported' });
  }
});

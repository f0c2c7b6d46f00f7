"use strict";
// The live page of one node. It reads the node's status as server-sent events, once a second.
// It uses fetch instead of EventSource, because only fetch can send a token.

const TOKEN = "tattle-token";
const SILENT_MILLIS = 6000;
const MOST_WAIT_MILLIS = 15000;
const RATE_MILLIS = 5000;
const KEPT_MILLIS = 60000;
const OLD_MILLIS = 3500;
const SLOW_DISK_SECONDS = 0.1;
const MOST_LOGGED = 50;
const MOST_DRAWN = 40;
const SIGNS = { alive: "✓", suspect: "?", dead: "✕", left: "–", unknown: "…" };
const BADGES = { ok: "✓ all is well", info: "! needs attention", fail: "✕ something is wrong" };
const FAULT_SIGNS = { fail: "✕", info: "!", note: "–" };
const DROPS = {
  queue_full: "because their receivers were too slow",
  not_connected: "because their receivers were not connected",
  cut: "because the link was cut on purpose",
  too_long: "because they were too long",
  inbox_full: "because this node was too busy to receive them",
};

const byId = id => document.getElementById(id);
const page = { counter: null, samples: [], before: null, leader: null, turn: 0, failures: 0, abort: null, timer: 0, shownAt: null };

// Small helpers.

function make(name, attributes, ...children) {
  return filled(document.createElement(name), attributes, children);
}

function shape(name, attributes, ...children) {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

function filled(made, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** Replaces an element only if it looks different, so as not to disturb a reader who selects text. */
function replace(target, ...children) {
  const next = target.cloneNode(false);
  next.append(...children);
  if (target.innerHTML !== next.innerHTML) target.replaceChildren(...next.childNodes);
}

function row(head, ...cells) {
  const given = cells.map(cell => cell instanceof HTMLTableCellElement ? cell : make("td", {}, ...[cell].flat()));
  return make("tr", {}, make("th", { scope: "row" }, ...[head].flat()), ...given);
}

function small(text) {
  return make("small", {}, text);
}

function plural(count, noun) {
  return number(count) + " " + noun + (count === 1 ? "" : "s");
}

/** Joins words to a list: a, b and c. */
function listed(words) {
  return words.length < 2 ? words.join("") : words.slice(0, -1).join(", ") + " and " + words[words.length - 1];
}

function number(value) {
  return typeof value === "number" ? value.toLocaleString("en") : String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

function duration(millis) {
  const seconds = Math.floor(millis / 1000);
  if (seconds < 60) return seconds + " s";
  if (seconds < 3600) return Math.floor(seconds / 60) + " min";
  return seconds < 172800 ? Math.floor(seconds / 3600) + " h" : Math.floor(seconds / 86400) + " days";
}

function decimals(value) {
  return value === 0 ? "0" : value < 10 ? value.toFixed(1) : number(Math.round(value));
}

function size(bytes) {
  if (bytes < 1000) return Math.round(bytes) + "\u00a0B";
  return bytes < 1e6 ? decimals(bytes / 1000) + "\u00a0kB" : decimals(bytes / 1e6) + "\u00a0MB";
}

/** Parses JSON. Integers that a number can't hold keep their digits. */
function exact(key, value, context) {
  const isLost = Number.isInteger(value) && !Number.isSafeInteger(value);
  return isLost && context ? context.source : value;
}

// The nodes, as this one sees them.

function nodesOf(status) {
  const self = { ...status.self, isSelf: true, connected: true, cut: false };
  const others = status.peers.filter(peer => peer.id !== null);
  const views = new Map(status.counter.views.map(view => [view.id, view]));
  return [self, ...others]
    .map(node => ({ ...node, state: node.state ?? "unknown", view: views.get(node.id) }))
    .sort((a, b) => a.id.localeCompare(b.id, "en", { numeric: true }));
}

function isExpected(node) {
  return node.state !== "left";
}

function answers(node) {
  return node.view !== undefined && node.view.age_millis !== null && !(node.view.unanswered_millis >= OLD_MILLIS);
}

function isLost(node) {
  return isExpected(node) && (node.cut || !node.connected || node.state === "dead");
}

/** Says why a node needs attention; empty if all is well. */
function troubles(node, lost) {
  if (!isExpected(node)) return [];
  const found = [];
  if (node.cut) found.push("is cut off from this node on purpose, by an administrator");
  if (!node.connected) {
    found.push(node.connection_millis === null ? "is not connected yet" : "has not been connected for " + duration(node.connection_millis));
  }
  const since = typeof node.state_millis === "number" ? " (for " + duration(node.state_millis) + ")" : "";
  if (node.state === "suspect") found.push("is suspected to be dead" + since);
  if (node.state === "dead") found.push("is considered dead" + since);
  if (node.view && node.view.unanswered_millis >= OLD_MILLIS) {
    found.push("has not answered for " + duration(node.view.unanswered_millis));
  }
  const away = answers(node) ? node.view.away.filter(id => !lost.has(id)) : [];
  if (away.length > 0) found.push("gets no answer from " + listed(away));
  return found;
}

function faultsOf(status, nodes) {
  const faults = [];
  const add = (kind, who, what) => faults.push({ kind, who, what });
  if (status.problem) add("fail", "This node", "says: " + status.problem);
  const lost = new Set(nodes.filter(isLost).map(node => node.id));
  for (const node of nodes) {
    const found = troubles(node, lost);
    if (found.length > 0) add(isLost(node) ? "fail" : "info", node.id, found.join("; "));
  }
  for (const peer of status.peers) {
    if (peer.id === null) add("info", peer.address, "no node has answered at this address yet");
  }
  if (status.disk.failing) add("fail", "The disk", "cannot be written. The node refuses changes until it can");
  const slow = quantile(diskOf(page.samples), 0.99);
  if (slow !== undefined && (slow === null || slow > SLOW_DISK_SECONDS)) {
    add("info", "The disk", "is slow: 1 % of its writes took more than " + SLOW_DISK_SECONDS * 1000 + " ms in the last minute");
  }
  const group = status.strong;
  if (group && group.problem) {
    add(group.group === undefined ? "note" : "fail", "Strong counters", "cannot be changed: " + group.problem + ". Local reads still work");
  }
  if (status.slowness > 0) add("note", "This node", "gets answers late or not at all (" + status.slowness + " on a scale of 0 to 8)");
  for (const [reason, words] of Object.entries(DROPS)) {
    const count = grown(sample => sample.dropped[reason]);
    if (count > 0) add("note", plural(count, "message"), "dropped in the last minute, " + words + ". Their content is sent again");
  }
  const refused = grown(sample => sample.refused_connections);
  if (refused > 0) add("note", plural(refused, "connection"), "refused in the last minute. The log of this node says why");
  return faults;
}

// Numbers that grow, and their rates.

function keep(status) {
  const last = page.samples[page.samples.length - 1];
  if (last && last.uptime_millis > status.uptime_millis) page.samples = []; // The node was restarted.
  page.samples.push(status);
  while (page.samples[0].uptime_millis < status.uptime_millis - KEPT_MILLIS) page.samples.shift();
}

function grown(figure, millis = KEPT_MILLIS) {
  const last = page.samples[page.samples.length - 1];
  const first = page.samples.find(sample => sample.uptime_millis >= last.uptime_millis - millis);
  return figure(last) - figure(first);
}

/** How much a number grows in a second; nothing if that is not known yet. */
function rate(figure) {
  const last = page.samples[page.samples.length - 1];
  const first = page.samples.find(sample => sample.uptime_millis >= last.uptime_millis - RATE_MILLIS - 500);
  const millis = last.uptime_millis - first.uptime_millis;
  return millis > 0 ? (figure(last) - figure(first)) * 1000 / millis : undefined;
}

/** How many writes of the last minute took at most each bound; of all writes if the minute had none. */
function diskOf(samples) {
  const last = samples[samples.length - 1].disk.writes;
  const first = samples[0].disk.writes;
  const recent = last.map(([bound, count], i) => [bound, count - first[i][1]]);
  return recent[recent.length - 1][1] > 0 ? recent : last;
}

/** The least bound that this share does not exceed; null if it exceeds all bounds. */
function quantile(buckets, share) {
  const all = buckets[buckets.length - 1][1];
  return all === 0 ? undefined : buckets.find(([, count]) => count >= all * share)[0];
}

// What is shown.

function show(status) {
  keep(status);
  const nodes = nodesOf(status);
  const faults = faultsOf(status, nodes);
  page.shownAt = new Date();
  byId("main").hidden = false;
  document.body.classList.remove("stale");
  showHead(status, nodes, faults);
  showViews(status, nodes);
  showFaults(faults);
  showMembers(nodes, status);
  const links = linksOf(nodes, status);
  drawLinks(nodes, links);
  replace(byId("links").tBodies[0], ...links.map(link => row(link.from, link.to, link.words.join("; "))));
  showStrong(status);
  showFigures(status);
  tellChanges(status, nodes);
}

function showHead(status, nodes, faults) {
  const kind = ["fail", "info"].find(each => faults.some(fault => fault.kind === each)) ?? "ok";
  const badge = byId("verdict");
  badge.hidden = false;
  badge.className = "badge " + kind;
  replace(badge, BADGES[kind]);
  replace(byId("node"), status.node);
  const expected = Math.max(status.size, nodes.filter(isExpected).length);
  const answering = nodes.filter(answers);
  const behind = answering.filter(node => node.view.behind > 0).map(node => node.id);
  const isSame = new Set(answering.map(node => String(node.view.value))).size <= 1;
  const same = isSame ? "all show the same value" : behind.length ? listed(behind) + (behind.length > 1 ? " are" : " is") + " catching up" : "their values still differ";
  replace(byId("why"), answering.length + " of " + plural(expected, "node") + (answering.length === 1 ? " answers" : " answer")
    + (answering.length > 1 ? ", and " + same : "") + ".");
  replace(byId("about"), "Cluster " + status.cluster + ". This node has been up for " + duration(status.uptime_millis) + ".");
  document.title = status.node + ": " + BADGES[kind] + " – Tattle";
}

function showViews(status, nodes) {
  const counters = status.counters;
  replace(byId("count"), counters === null ? "" : counters === 1 ? "the only one" : "of " + plural(counters, "counter"));
  replace(byId("views").tBodies[0], ...nodes.filter(node => node.view).map(node => {
    const { view } = node;
    const value = view.value === null ? "–" : view.exists ? number(view.value) : "none";
    const isNow = answers(node);
    const valueCell = make("td", { class: "number" }, value);
    if (!isNow && view.value !== null) valueCell.append(small("its last answer"));
    const lag = !isNow ? "? unknown" : view.behind === 0 ? "✓ up to date" : "! " + plural(view.behind, "change");
    const age = view.age_millis === null ? "never" : isNow ? "now" : duration(view.age_millis) + " ago";
    return row([node.id, ...(node.isSelf ? [small("this node")] : [])], valueCell, lag, age);
  }));
}

function showFaults(faults) {
  const items = faults.map(fault => make("li", { class: fault.kind },
    make("b", {}, FAULT_SIGNS[fault.kind]), make("strong", {}, fault.who), " ", fault.what + "."));
  if (items.length === 0) items.push(make("li", { class: "ok" }, make("b", {}, "✓"), "None."));
  replace(byId("faults"), ...items);
}

function showMembers(nodes, status) {
  const rows = nodes.map(node => {
    const state = [make("span", { class: "state " + node.state }, SIGNS[node.state] + " " + node.state)];
    if (typeof node.state_millis === "number") state.push(small("for " + duration(node.state_millis)));
    return row([node.id, small(node.address)], state, connectionOf(node), make("td", { class: "number" }, number(node.incarnation ?? "–")));
  });
  for (const peer of status.peers.filter(each => each.id === null)) {
    rows.push(row(["?", small(peer.address)], "… nobody yet", "not connected", make("td", { class: "number" }, "–")));
  }
  replace(byId("members").tBodies[0], ...rows);
}

/** The group that agrees on strong counters, with each member's own report. */
function showStrong(status) {
  const group = status.strong;
  byId("strong").hidden = !group;
  if (!group) return;
  const voters = group.voters ?? [];
  const members = new Map([...voters, ...group.learners ?? []].map(id => [id, { node: id }]));
  for (const member of [group, ...group.others ?? []]) {
    if (member.node) members.set(member.node, member);
  }
  const heard = voters.filter(id => isHeard(members.get(id))).length;
  const who = group.leader ? group.leader + " leads in term " + number(group.term) + ". " : "";
  replace(byId("strong-why"), group.problem ? "✕ Not available: " + group.problem + "."
    : "✓ " + who + (isFirstLook() ? "" : heard + " of " + plural(voters.length, "voter") + (heard === 1 ? " answers." : " answer.")));
  const nodes = [...members.values()].sort((a, b) => a.node.localeCompare(b.node, "en", { numeric: true }));
  replace(byId("group").tBodies[0], ...nodes.map(member => {
    const cell = value => make("td", { class: "number" }, typeof value === "number" ? number(value) : "–");
    return row([member.node, ...(member.node === status.node ? [small("this node")] : [])], roleOf(member, voters),
      cell(member.term), cell(member.last), cell(member.commit), cell(member.snapshot || undefined));
  }));
}

/** Nodes are asked only while somebody watches, so the first documents may have old answers. */
function isHeard(member) {
  return member.role !== undefined && (isFirstLook() || !(member.age_millis >= OLD_MILLIS));
}

function isFirstLook() {
  return page.samples.length < 3;
}

function roleOf(member, voters) {
  if (member.role === undefined) return member.problem ? "– no member" : "? " + (voters.includes(member.node) ? "voter" : "learner");
  if (!isHeard(member)) return ["? was " + member.role, small(duration(member.age_millis) + " ago")];
  return (member.role === "leader" ? "★ " : "✓ ") + member.role;
}

function connectionOf(node) {
  if (node.isSelf) return "this node";
  if (!isExpected(node)) return "– gone";
  const what = node.cut ? "✕ cut off" : node.connected ? "✓ connected" : "✕ not connected";
  const words = [make("span", { class: "state" }, what)];
  if (typeof node.connection_millis === "number" && !node.cut) words.push(small("for " + duration(node.connection_millis)));
  return words;
}

/** Pairs of nodes with a link, as this node sees it or as they report it. */
function linksOf(nodes, status) {
  const links = new Map();
  const link = (a, b) => {
    const key = JSON.stringify([a, b].sort());
    if (!links.has(key)) links.set(key, { from: a, to: b, words: [], relays: [] });
    return links.get(key);
  };
  const ids = new Set(nodes.map(node => node.id));
  for (const node of nodes.filter(each => !each.isSelf && isExpected(each))) {
    const wire = link(status.node, node.id);
    wire.wire = node.cut || !node.connected ? "broken" : "connected";
    wire.words.push(node.cut ? "cut off on purpose" : node.connected ? "connected" : "not connected");
  }
  for (const node of nodes.filter(each => isExpected(each) && each.view && each.view.relay !== null)) {
    const { relay, away } = node.view;
    const isNow = answers(node);
    if (relay !== node.id && ids.has(relay)) {
      const wire = link(node.id, relay);
      wire.relays.push({ from: node.id, to: relay, isNow });
      wire.words.push(node.id + (isNow ? " sends" : " sent") + " new changes to " + relay);
    }
    for (const other of isNow ? away.filter(id => ids.has(id)) : []) {
      const wire = link(node.id, other);
      wire.wire = "broken";
      wire.words.push(node.id + " gets no answer from " + other);
    }
  }
  return [...links.values()].sort((a, b) => a.from.localeCompare(b.from) || a.to.localeCompare(b.to));
}

// The drawing: nodes on a circle.

const WIDTH = 420;
const RADIUS = 15;

function drawLinks(nodes, links) {
  const shown = nodes.filter(isExpected);
  const drawing = byId("drawing");
  drawing.toggleAttribute("hidden", shown.length > MOST_DRAWN);
  if (shown.length > MOST_DRAWN) return;
  const height = shown.length < 3 ? 110 : shown.length < 7 ? 230 : 380;
  drawing.setAttribute("viewBox", "0 0 " + WIDTH + " " + height);
  const places = new Map(shown.map((node, i) => [node.id, place(i, shown.length, height)]));
  const parts = [];
  for (const link of links.filter(each => places.has(each.from) && places.has(each.to))) {
    parts.push(...wires(link, places));
  }
  shown.forEach(node => parts.push(dot(node, places.get(node.id))));
  replace(drawing, shape("title", {}, "Who talks to whom: " + plural(shown.length, "node")), ...parts);
}

function place(i, count, height) {
  if (count === 1) return { x: WIDTH / 2, y: height / 2 - 8 };
  const angle = 2 * Math.PI * i / count + (count === 2 ? Math.PI : -Math.PI / 2);
  const reach = count < 7 ? 125 : 165;
  const lowest = count === 3 ? 0.5 : 1; // A triangle stands on its side.
  const middle = 40 + (height - 80) / (1 + lowest);
  const y = count === 2 ? height / 2 - 8 : middle + (height - 80) / (1 + lowest) * Math.sin(angle);
  return { x: WIDTH / 2 + reach * Math.cos(angle), y };
}

function wires(link, places) {
  const parts = [];
  const [a, b] = [places.get(link.from), places.get(link.to)];
  if (link.wire) {
    parts.push(shape("line", { class: link.wire, x1: round(a.x), y1: round(a.y), x2: round(b.x), y2: round(b.y) }));
  }
  for (const relay of link.wire === "broken" ? [] : link.relays) parts.push(...arrow(places.get(relay.from), places.get(relay.to), relay.isNow));
  if (link.wire === "broken") {
    parts.push(shape("text", { class: "cross", x: round((a.x + b.x) / 2), y: round((a.y + b.y) / 2 + 6) }, "✕"));
  }
  return parts;
}

/** Shifts the line to one side, so that the lines of both directions are visible. */
function arrow(from, to, isNow) {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const along = { x: (to.x - from.x) / length, y: (to.y - from.y) / length };
  const at = (steps, aside) => ({ x: from.x + along.x * steps - along.y * aside, y: from.y + along.y * steps + along.x * aside });
  const [start, end] = [at(RADIUS + 6, 5), at(length - RADIUS - 12, 5)];
  const tip = [at(length - RADIUS - 4, 5), at(length - RADIUS - 14, 10), at(length - RADIUS - 14, 0)];
  return [
    shape("line", { class: isNow ? "relay" : "relay old", x1: round(start.x), y1: round(start.y), x2: round(end.x), y2: round(end.y) }),
    shape("polygon", { class: "tip", points: tip.map(point => round(point.x) + "," + round(point.y)).join(" ") }),
  ];
}

function dot(node, at) {
  return shape("g", { class: node.state + (node.isSelf ? " self" : ""), transform: "translate(" + round(at.x) + " " + round(at.y) + ")" },
    shape("circle", { r: RADIUS }),
    shape("text", { class: "sign", y: 5 }, SIGNS[node.state]),
    shape("text", { class: "name", y: at.y < 60 ? -RADIUS - 8 : RADIUS + 18 }, node.id + (node.isSelf ? " (this)" : "")));
}

function round(value) {
  return Math.round(value * 10) / 10;
}

// Figures.

function showFigures(status) {
  const a = figure => {
    const value = rate(sample => sample.totals[figure]);
    return value === undefined || status.totals[figure] === null ? undefined : value;
  };
  const inAndOut = (sent, received, format) =>
    a(sent) === undefined || a(received) === undefined ? "…" : format(a(sent)) + " / " + format(a(received));
  const one = figure => a(figure) === undefined ? "…" : decimals(a(figure));
  const totals = (sent, received) => number(status.totals[sent] ?? "–") + " / " + number(status.totals[received] ?? "–");
  const disk = diskOf(page.samples);
  const within = share => {
    const bound = quantile(disk, share);
    return bound === undefined ? "no writes" : bound === null ? "> 10 s" : "≤ " + bound * 1000 + " ms";
  };
  replace(byId("figures"),
    figure(one("changes"), "changes a second"),
    figure(one("reads"), "reads a second"),
    figure(inAndOut("sent", "received", decimals), "messages sent / received a second"),
    figure(inAndOut("sent_bytes", "received_bytes", size), "sent / received a second"),
    figure(totals("compared_sent", "compared_received"), "anti-entropy: comparisons sent / received since the start"),
    figure(totals("pulls_sent", "pulls_received"), "pulls sent / received since the start"),
    figure(within(0.5), "disk: 50 % of the writes, last minute"),
    figure(within(0.99), "disk: 99 % of the writes, last minute"));
}

function figure(value, words) {
  return make("li", {}, make("b", {}, value), make("span", {}, words));
}

// What has changed, for readers and for screen readers.

function tellChanges(status, nodes) {
  const now = new Map(nodes.map(node => [node.id, {
    state: node.state, connected: node.connected, cut: node.cut, answers: answers(node) }]));
  const { before } = page;
  const leader = status.strong?.leader;
  if (leader && leader !== page.leader) say(leader + " leads the strong counters in term " + number(status.strong.term) + ".");
  page.leader = leader ?? page.leader;
  if (before === null) say("This page shows node " + status.node + ".");
  for (const [id, node] of before === null ? [] : now) {
    const was = before.get(id);
    if (!was) say(id + " is a new member.");
    else if (was.state !== node.state) say(id + " is " + node.state + "; it was " + was.state + ".");
    if (was && was.cut !== node.cut) say(id + (node.cut ? " is cut off on purpose." : " is no longer cut off."));
    if (was && was.connected !== node.connected) say(node.connected ? id + " is connected." : "The connection to " + id + " is lost.");
    if (was && was.answers !== node.answers && isExpected(node)) say(id + (node.answers ? " answers again." : " does not answer."));
  }
  page.before = now;
}

function say(text) {
  const log = byId("log");
  log.prepend(make("li", {}, make("time", {}, new Date().toLocaleTimeString("en-GB")), text));
  while (log.children.length > MOST_LOGGED) log.lastChild.remove();
}

// The stream.

function headers() {
  const token = sessionStorage.getItem(TOKEN);
  return token === null ? {} : { Authorization: "Bearer " + token };
}

/** Follows the node's status with this counter from now on. */
function follow() {
  const turn = ++page.turn;
  clearTimeout(page.timer);
  page.abort?.abort();
  page.abort = new AbortController();
  read(turn, page.abort).catch(error => error.message).then(why => {
    if (turn === page.turn) again(why || "the node closed the stream");
  });
}

async function read(turn, abort) {
  let watchdog = 0;
  const heard = () => {
    clearTimeout(watchdog);
    watchdog = setTimeout(() => abort.abort(), SILENT_MILLIS);
  };
  try {
    heard();
    page.counter ??= await firstCounter(abort.signal);
    byId("counter").value = page.counter;
    const response = await ask("status/watch?counter=" + encodeURIComponent(page.counter), abort.signal);
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    let text = "";
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      heard();
      text += decoder.decode(part.value, { stream: true });
      const events = text.split("\n\n");
      text = events.pop();
      if (turn === page.turn) events.forEach(take);
    }
  } finally {
    clearTimeout(watchdog);
  }
}

function take(event) {
  const data = event.split("\n").filter(line => line.startsWith("data: ")).map(line => line.slice(6)).join("\n");
  if (data === "") return;
  if (page.failures > 0 && page.before !== null) say("This node answers again.");
  page.failures = 0;
  byId("login").hidden = true;
  replace(byId("connection"), "Live: updated every second.");
  show(JSON.parse(data, exact));
}

async function ask(path, signal) {
  const response = await fetch(path, { headers: headers(), signal, cache: "no-store" });
  if (response.ok) return response;
  if (response.status === 401) byId("login").hidden = false;
  const problem = await response.json().catch(() => ({}));
  throw new Error(problem.detail || "it answered with status " + response.status);
}

/** The counter that the reader chose, else the default counter, else the first by name. */
async function firstCounter(signal) {
  const chosen = new URLSearchParams(location.hash.slice(1)).get("counter");
  if (chosen) return chosen;
  const named = (await names("prefix=default&limit=1", signal))[0];
  return named === "default" ? named : (await names("limit=1", signal))[0] ?? "default";
}

async function names(query, signal) {
  const listing = await (await ask("counters?" + query, signal)).json();
  return listing.counters.filter(each => each.consistency === undefined).map(each => each.counter);
}

/** Tries again, after a longer wait each time, but not before there is a token. */
function again(why) {
  page.failures++;
  if (page.before !== null) document.body.classList.add("stale");
  byId("verdict").hidden = true;
  document.title = "✕ no answer – Tattle";
  if (page.failures === 1 && page.before !== null) say("This node does not answer.");
  const shown = page.shownAt === null ? "" : " This page shows its state at " + page.shownAt.toLocaleTimeString("en-GB") + ".";
  if (!byId("login").hidden) {
    replace(byId("connection"), "The node says: " + why + "." + shown);
    return;
  }
  const millis = Math.min(MOST_WAIT_MILLIS, 1000 * 2 ** (page.failures - 1)) * (0.8 + 0.4 * Math.random());
  const seconds = Math.max(1, Math.round(millis / 1000));
  replace(byId("connection"), "✕ No answer from this node (" + why + "). Trying again in " + seconds + " s." + shown);
  page.timer = setTimeout(follow, millis);
}

// What the reader does.

byId("choose").addEventListener("submit", event => {
  event.preventDefault();
  const name = byId("counter").value.trim();
  if (name === "") return;
  page.counter = name;
  history.replaceState(null, "", "#" + new URLSearchParams({ counter: name }));
  follow();
});

byId("counter").addEventListener("focus", async () => {
  const found = await names("limit=200").catch(() => []);
  replace(byId("names"), ...found.map(name => make("option", { value: name })));
});

byId("login").addEventListener("submit", event => {
  event.preventDefault();
  sessionStorage.setItem(TOKEN, byId("token").value);
  byId("token").value = "";
  byId("login").hidden = true;
  page.failures = 0;
  follow();
});

follow();

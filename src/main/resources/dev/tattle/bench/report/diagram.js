"use strict";
// The Lamport diagram: lanes of nodes, arrows of messages, bars of operations. It has two canvases: a
// strip of the whole run, and the lanes of the visible window.

const CLIENTS_LANE = "clients";
const LABEL_WIDTH = 66;
const HIT_PIXELS = 7;
const BAR_PIXELS = 3;
const FIRST_MESSAGES = 300;
const MAX_ARROWHEADS = 1500;
const MIN_SPAN = 1e-6;
const MANY_NODES = 8;
const TIMES_HEIGHT = 20;
const FINGER_PIXELS = 16;
const MAX_LISTED = 200;

function startDiagram(model) {
  const view = {
    model,
    form: byId("diagram").querySelector("form"),
    canvas: byId("lanes"),
    strip: byId("strip"),
    hues: huesOf(model.data.messages.types),
    start: Math.min(0, ...model.messages.slice(0, 1).map(message => message.sent)),
    hiddenTypes: new Set(),
    selected: null,
    focus: null,
    hovered: null,
    maxDelay: model.messages.reduce((a, m) => Math.max(a, m.received === null ? 0 : m.received - m.sent), 0),
  };
  fillControls(view);
  listenToControls(view);
  listenToPointer(view);
  listenToKeys(view);
  listenToStrip(view);
  byId("in-view").addEventListener("toggle", () => listMessages(view));
  firstWindow(view);
  return {
    redraw: () => redraw(view),
    selectOperation: op => selectOperation(view, op),
    look: (from, to) => look(view, from, to),
  };
}

function fillControls(view) {
  const { model, form } = view;
  for (const name of laneNames(model, false)) form.node.append(element("option", {}, name));
  form.clients.checked = model.data.nodes.length <= MANY_NODES;
  const { types } = model.data.messages;
  const inPairs = types.map((type, i) => i).sort((a, b) => baseOf(types[a]).localeCompare(baseOf(types[b])));
  for (const i of inPairs) {
    const type = types[i];
    const count = model.messages.filter(message => message.type === i).length;
    const chip = element("button",
      { type: "button", class: "chip", "aria-pressed": "true", style: { "--swatch": "var(--c" + view.hues[i] + ")" } },
      type + " " + number(count));
    chip.addEventListener("click", () => toggleType(view, i, chip));
    byId("type-filter").append(chip);
  }
}

function baseOf(type) {
  return type.replace(/_ok$/, "");
}

/** A colour for each type of message. A reply has the colour of its request. */
function huesOf(types) {
  const bases = [];
  return types.map(type => {
    if (!bases.includes(baseOf(type))) bases.push(baseOf(type));
    return bases.indexOf(baseOf(type)) % COLORS;
  });
}

function toggleType(view, type, chip) {
  const isShown = view.hiddenTypes.delete(type);
  if (!isShown) view.hiddenTypes.add(type);
  chip.setAttribute("aria-pressed", String(isShown));
  redraw(view);
}

/** Nodes in their order, then services. */
function laneNames(model, withClients) {
  const lanes = new Set(withClients ? [CLIENTS_LANE] : []);
  model.data.nodes.forEach(node => lanes.add(node));
  model.data.messages.names.filter(name => !isClient(name)).forEach(name => lanes.add(name));
  return [...lanes];
}

function laneOf(name) {
  return isClient(name) ? CLIENTS_LANE : name;
}

// ---- window ----

/** Shows the run from the first wrong operation, or from the start, as long as it stays readable. */
function firstWindow(view) {
  const { messages, operations, end } = view.model;
  const wrong = operations.find(op => op.wrong.length > 0);
  const from = wrong ? Math.max(0, wrong.start - 0.2) : Math.max(0, view.start);
  const first = firstSentAfter(messages, from);
  const last = messages[Math.min(first + FIRST_MESSAGES, messages.length - 1)];
  const to = last && last.sent > from ? last.sent : from + Math.min(1, end);
  setWindow(view, from, Math.min(to, from + 5));
}

function setWindow(view, from, to) {
  const whole = view.model.end * 1.02 - view.start;
  const span = Math.min(Math.max(to - from, MIN_SPAN), whole);
  view.from = Math.min(Math.max(from, view.start), view.start + whole - span);
  view.to = view.from + span;
  view.form.from.value = view.from.toFixed(4);
  view.form.to.value = view.to.toFixed(4);
  schedule(view);
}

function zoom(view, factor, at) {
  const center = at === undefined ? (view.from + view.to) / 2 : at;
  setWindow(view, center - (center - view.from) * factor, center + (view.to - center) * factor);
}

function move(view, share) {
  const by = (view.to - view.from) * share;
  setWindow(view, view.from + by, view.to + by);
}

function schedule(view) {
  if (view.isScheduled) return;
  view.isScheduled = true;
  requestAnimationFrame(() => {
    view.isScheduled = false;
    redraw(view);
  });
}

function firstSentAfter(messages, time) {
  let low = 0;
  let high = messages.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (messages[middle].sent < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

// ---- controls ----

function listenToControls(view) {
  const { form } = view;
  const acts = {
    earlier: () => move(view, -0.5),
    later: () => move(view, 0.5),
    in: () => zoom(view, 0.5),
    out: () => zoom(view, 2),
    all: () => setWindow(view, view.start, view.model.end * 1.02),
  };
  for (const button of form.querySelectorAll("[data-do]")) {
    button.addEventListener("click", acts[button.dataset.do]);
  }
  form.addEventListener("submit", event => event.preventDefault());
  form.addEventListener("change", event => {
    const isTime = event.target === form.from || event.target === form.to;
    const from = Number(form.from.value);
    const to = Number(form.to.value);
    if (isTime && to > from) setWindow(view, from, to);
    else redraw(view);
  });
}

function listenToKeys(view) {
  const acts = {
    ArrowLeft: () => move(view, -0.2),
    ArrowRight: () => move(view, 0.2),
    "+": () => zoom(view, 0.6),
    "-": () => zoom(view, 1.6),
    Escape: () => clearSelection(view),
  };
  view.canvas.addEventListener("keydown", event => {
    if (!acts[event.key] || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    acts[event.key]();
  });
}

function listenToStrip(view) {
  const { strip } = view;
  const timeAt = event => {
    const whole = view.model.end * 1.02 - view.start;
    return view.start + (whole * event.offsetX) / strip.clientWidth;
  };
  let begun = null;
  strip.addEventListener("pointerdown", event => {
    begun = timeAt(event);
    strip.setPointerCapture(event.pointerId);
  });
  strip.addEventListener("pointermove", event => {
    const now = timeAt(event);
    if (begun !== null && now !== begun) setWindow(view, Math.min(begun, now), Math.max(begun, now));
  });
  strip.addEventListener("pointerup", event => {
    const span = view.to - view.from;
    if (begun === timeAt(event)) setWindow(view, begun - span / 2, begun + span / 2);
    begun = null;
  });
}

function listenToPointer(view) {
  const { canvas } = view;
  const pointers = new Map();
  canvas.addEventListener("wheel", event => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoom(view, Math.exp(event.deltaY / 300), timeAt(view, event.offsetX));
  }, { passive: false });
  canvas.addEventListener("pointerdown", event => {
    pointers.set(event.pointerId, { x: event.offsetX, begun: event.offsetX });
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", event => {
    if (pointers.has(event.pointerId)) drag(view, pointers, event);
    else hover(view, event);
  });
  canvas.addEventListener("pointerup", event => {
    const pointer = pointers.get(event.pointerId);
    pointers.delete(event.pointerId);
    if (pointer && Math.abs(event.offsetX - pointer.begun) < 4) click(view, event);
  });
  canvas.addEventListener("pointercancel", event => pointers.delete(event.pointerId));
  canvas.addEventListener("pointerleave", () => hideTooltip(view));
}

/** One pointer moves the window; two zoom it. */
function drag(view, pointers, event) {
  const pointer = pointers.get(event.pointerId);
  const width = view.canvas.clientWidth - LABEL_WIDTH;
  const before = pointer.x;
  pointer.x = event.offsetX;
  if (pointers.size === 1) {
    move(view, (before - pointer.x) / width);
  } else if (pointers.size === 2) {
    const other = [...pointers].find(([id]) => id !== event.pointerId)[1];
    const apart = Math.abs(pointer.x - other.x);
    if (apart > 10) zoom(view, Math.abs(before - other.x) / apart, timeAt(view, other.x));
  }
}

// ---- geometry ----

function xOf(view, time) {
  return LABEL_WIDTH + ((time - view.from) / (view.to - view.from)) * (view.canvas.clientWidth - LABEL_WIDTH);
}

function timeAt(view, x) {
  return view.from + ((x - LABEL_WIDTH) / (view.canvas.clientWidth - LABEL_WIDTH)) * (view.to - view.from);
}

/** The line of a message. A lost message stops on its way. */
function lineOf(view, message) {
  const y1 = view.lanes.get(laneOf(message.src));
  const y2 = view.lanes.get(laneOf(message.dest));
  if (y1 === undefined || y2 === undefined || y1 === y2) return null;
  const x1 = xOf(view, message.sent);
  if (message.received !== null) return { x1, y1, x2: xOf(view, message.received), y2 };
  return { x1, y1, x2: x1 + 10, y2: y1 + (y2 - y1) * 0.6 };
}

function isShown(view, message) {
  const { form, focus } = view;
  if (focus && focus.has(message.row)) return true;
  return !view.hiddenTypes.has(message.type)
    && (!form.lost.checked || message.received === null)
    && (form.node.value === "" || message.src === form.node.value || message.dest === form.node.value);
}

function shownMessages(view) {
  const { messages } = view.model;
  const shown = [];
  for (let i = firstSentAfter(messages, view.from - view.maxDelay); i < messages.length; i++) {
    const message = messages[i];
    if (message.sent > view.to) break;
    const isInside = message.received === null ? message.sent >= view.from : message.received >= view.from;
    if (isInside && isShown(view, message)) shown.push(message);
  }
  return shown;
}

function shownOperations(view) {
  return view.model.operations.filter(op => {
    const end = op.took === null ? view.model.end : op.start + op.took;
    return op.start <= view.to && end >= view.from && view.lanes.has(op.node)
      && (view.form.node.value === "" || view.form.node.value === op.node);
  });
}

function barOf(view, op) {
  const left = xOf(view, op.start);
  const right = xOf(view, op.took === null ? view.model.end : op.start + op.took);
  const half = Math.min(4, view.laneHeight / 6);
  return { x: left, y: view.lanes.get(op.node) - half, width: Math.max(4, right - left), height: 2 * half };
}

// ---- drawing ----

function prepare(canvas, height) {
  const ratio = devicePixelRatio || 1;
  canvas.style.height = height + "px";
  canvas.width = Math.round(canvas.clientWidth * ratio);
  canvas.height = Math.round(height * ratio);
  const ctx = canvas.getContext("2d");
  ctx.scale(ratio, ratio);
  ctx.clearRect(0, 0, canvas.clientWidth, height);
  ctx.font = "12px system-ui, sans-serif";
  return ctx;
}

function layOutLanes(view) {
  const names = laneNames(view.model, view.form.clients.checked);
  view.laneHeight = Math.max(18, Math.min(46, Math.round(560 / names.length)));
  const top = TIMES_HEIGHT + faultKinds(view.model).length * FAULT_LANE + 4;
  view.lanes = new Map(names.map((name, i) => [name, top + 0.5 + Math.round(view.laneHeight * (i + 0.5))]));
  return top + view.laneHeight * names.length + 6;
}

function redraw(view) {
  const height = layOutLanes(view);
  const ctx = prepare(view.canvas, height);
  drawFaultsBelow(view, ctx, height);
  drawTimes(view, ctx, height);
  const messages = shownMessages(view);
  const operations = shownOperations(view);
  clipToLanes(view, ctx, height, () => {
    drawMessages(view, ctx, messages);
    drawOperations(view, ctx, operations);
  });
  drawLaneNames(view, ctx);
  drawFaultNames(ctx, view.model, { left: LABEL_WIDTH, top: TIMES_HEIGHT, unit: 1 });
  drawStrip(view);
  listMessages(view);
  byId("diagram-text").textContent = "In view: " + number(messages.length) + " of "
    + counted(view.model.messages.length, "message") + " and " + number(operations.length) + " of "
    + counted(view.model.operations.length, "operation") + "." + leftOutText(view.model);
}

function leftOutText(model) {
  const { leftOut } = model.data.messages;
  const last = model.messages[model.messages.length - 1];
  return leftOut > 0 ? " " + number(leftOut) + " messages after " + seconds(last.sent) + " are not shown." : "";
}

function clipToLanes(view, ctx, height, draw) {
  ctx.save();
  ctx.beginPath();
  ctx.rect(LABEL_WIDTH, 0, view.canvas.clientWidth, height);
  ctx.clip();
  draw();
  ctx.restore();
}

/** Draws the lanes of faults, a shade below them, and bands while a node stood still. */
function drawFaultsBelow(view, ctx, height) {
  const { model } = view;
  const x = time => xOf(view, time);
  const top = TIMES_HEIGHT + faultKinds(model).length * FAULT_LANE;
  clipToLanes(view, ctx, height, () => {
    shadeFaults(ctx, model, x, top, height);
    drawFaultLanes(ctx, model, { left: LABEL_WIDTH, top: TIMES_HEIGHT, x, unit: 1 });
    ctx.fillStyle = cssColor("fault-bar");
    for (const fault of model.faults) {
      if (!STILL_KINDS.includes(fault.kind)) continue;
      for (const node of fault.nodes) {
        const y = view.lanes.get(node) - view.laneHeight * 0.4;
        ctx.fillRect(x(fault.begin), y, x(fault.end) - x(fault.begin), view.laneHeight * 0.8);
      }
    }
  });
  ctx.font = "12px system-ui, sans-serif";
  ctx.textBaseline = "alphabetic";
}

function tickStep(span, count) {
  const raw = span / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  return [1, 2, 5, 10].map(factor => factor * power).find(step => step >= raw);
}

function drawTimes(view, ctx, height) {
  const step = tickStep(view.to - view.from, Math.max(2, view.canvas.clientWidth / 130));
  const digits = Math.max(0, Math.ceil(-Math.log10(step)));
  ctx.strokeStyle = cssColor("line");
  ctx.fillStyle = cssColor("muted");
  ctx.textAlign = "center";
  for (let i = Math.ceil(view.from / step); i * step <= view.to; i++) {
    const x = xOf(view, i * step);
    line(ctx, x, 20, x, height);
    if (x > LABEL_WIDTH + 20 && x < view.canvas.clientWidth - 24) ctx.fillText((i * step).toFixed(digits) + " s", x, 14);
  }
}

function line(ctx, x1, y1, x2, y2) {
  ctx.beginPath();
  ctx.moveTo(x1, y1);
  ctx.lineTo(x2, y2);
  ctx.stroke();
}

function drawLaneNames(view, ctx) {
  ctx.textAlign = "right";
  ctx.textBaseline = "middle";
  ctx.font = "12px system-ui, sans-serif";
  for (const [name, y] of view.lanes) {
    ctx.strokeStyle = cssColor("muted");
    ctx.globalAlpha = 0.5;
    line(ctx, LABEL_WIDTH, y, view.canvas.clientWidth, y);
    ctx.globalAlpha = 1;
    ctx.fillStyle = cssColor("text");
    ctx.fillText(name, LABEL_WIDTH - 6, y, LABEL_WIDTH - 8);
  }
}

function drawMessages(view, ctx, messages) {
  const colors = view.hues.map(paletteColor);
  const lost = cssColor("fail");
  const hasHeads = messages.length <= MAX_ARROWHEADS;
  const ordered = view.focus
    ? [...messages.filter(m => !view.focus.has(m.row)), ...messages.filter(m => view.focus.has(m.row))]
    : messages;
  for (const message of ordered) {
    const path = lineOf(view, message);
    if (!path) continue;
    const role = view.focus && view.focus.get(message.row);
    ctx.globalAlpha = view.focus ? (role ? 1 : 0.1) : hasHeads ? 0.8 : 0.3;
    ctx.lineWidth = role === "exact" || message === view.hovered ? 2.4 : role ? 1.4 : 1;
    ctx.setLineDash(role === "followed" ? [6, 3] : []);
    ctx.strokeStyle = ctx.fillStyle = message.received === null ? lost : colors[message.type];
    line(ctx, path.x1, path.y1, path.x2, path.y2);
    if (message.received === null) drawCross(ctx, path);
    else if (hasHeads || role) drawHead(ctx, path);
  }
  ctx.globalAlpha = 1;
  ctx.lineWidth = 1;
  ctx.setLineDash([]);
}

function drawCross(ctx, { x2, y2 }) {
  line(ctx, x2 - 3, y2 - 3, x2 + 3, y2 + 3);
  line(ctx, x2 + 3, y2 - 3, x2 - 3, y2 + 3);
}

function drawHead(ctx, { x1, y1, x2, y2 }) {
  const angle = Math.atan2(y2 - y1, x2 - x1);
  ctx.beginPath();
  ctx.moveTo(x2, y2);
  ctx.lineTo(x2 - 7 * Math.cos(angle - 0.35), y2 - 7 * Math.sin(angle - 0.35));
  ctx.lineTo(x2 - 7 * Math.cos(angle + 0.35), y2 - 7 * Math.sin(angle + 0.35));
  ctx.fill();
}

function drawOperations(view, ctx, operations) {
  for (const op of operations) {
    const bar = barOf(view, op);
    ctx.fillStyle = op.outcome === 0 ? cssColor("muted") : cssColor(OUTCOMES[op.outcome]);
    ctx.globalAlpha = view.selected && view.selected !== op ? 0.25 : 0.6;
    ctx.fillRect(bar.x, bar.y, bar.width, bar.height);
    if (op.wrong.length || op === view.selected) {
      ctx.globalAlpha = 1;
      ctx.lineWidth = 2;
      ctx.strokeStyle = op === view.selected ? cssColor("select") : cssColor("fail");
      ctx.strokeRect(bar.x - 2, bar.y - 2, bar.width + 4, bar.height + 4);
    }
  }
  ctx.globalAlpha = 1;
  ctx.lineWidth = 1;
}

/** Draws the strip: messages per bucket over the whole run, faults, and the window. */
function drawStrip(view) {
  const { strip, model } = view;
  const ctx = prepare(strip, 44);
  const width = strip.clientWidth;
  const whole = model.end * 1.02 - view.start;
  const x = time => ((time - view.start) / whole) * width;
  shadeFaults(ctx, model, x, 0, 44);
  const buckets = new Array(Math.max(1, Math.ceil(width / 3))).fill(0);
  for (const message of model.messages) {
    if (isShown(view, message)) buckets[Math.min(buckets.length - 1, Math.floor(x(message.sent) / 3))]++;
  }
  const max = Math.max(1, ...buckets);
  ctx.fillStyle = cssColor("muted");
  buckets.forEach((count, i) => ctx.fillRect(i * 3, 42 - (38 * count) / max, 2, (38 * count) / max));
  ctx.fillStyle = cssColor("fail");
  for (const op of model.operations) if (op.wrong.length) ctx.fillRect(x(op.start) - 1, 0, 2, 7);
  ctx.strokeStyle = cssColor("select");
  ctx.lineWidth = 2;
  ctx.strokeRect(x(view.from), 1, Math.max(3, x(view.to) - x(view.from)), 42);
}

// ---- pointing ----

function distance(px, py, { x1, y1, x2, y2 }) {
  const length = (x2 - x1) ** 2 + (y2 - y1) ** 2;
  const along = length === 0 ? 0 : ((px - x1) * (x2 - x1) + (py - y1) * (y2 - y1)) / length;
  const t = Math.max(0, Math.min(1, along));
  return Math.hypot(px - x1 - t * (x2 - x1), py - y1 - t * (y2 - y1));
}

/** The nearest operation within reach. */
function operationAt(view, x, y, reach) {
  let best = null;
  let nearest = reach;
  for (const op of shownOperations(view)) {
    const bar = barOf(view, op);
    const dx = Math.max(bar.x - x, 0, x - bar.x - bar.width);
    const dy = Math.max(bar.y - y, 0, y - bar.y - bar.height);
    const apart = Math.hypot(dx, dy);
    if (apart <= nearest && (best === null || apart < nearest)) {
      nearest = apart;
      best = op;
    }
  }
  return best;
}

function faultOfLane(view, x, y) {
  if (x < LABEL_WIDTH || y < TIMES_HEIGHT) return null;
  return faultAt(view.model, timeAt(view, x), y - TIMES_HEIGHT, timeAt(view, 3) - timeAt(view, 0));
}

function messageAt(view, x, y, reach) {
  let best = null;
  let nearest = reach;
  for (const message of shownMessages(view)) {
    if (view.focus && !view.focus.has(message.row)) continue;
    const path = lineOf(view, message);
    const apart = path ? distance(x, y, path) : Infinity;
    if (apart < nearest) {
      nearest = apart;
      best = message;
    }
  }
  return best;
}

function hover(view, event) {
  const op = operationAt(view, event.offsetX, event.offsetY, BAR_PIXELS);
  const message = op ? null : messageAt(view, event.offsetX, event.offsetY, HIT_PIXELS);
  const fault = faultOfLane(view, event.offsetX, event.offsetY);
  view.canvas.style.cursor = op || message ? "pointer" : "grab";
  if (message !== view.hovered) {
    view.hovered = message;
    schedule(view);
  }
  if (op) showTooltip(event, operationTitle(op), operationText(op));
  else if (message) showTooltip(event, messageTitle(view, message), messageText(message));
  else if (fault) showTooltip(event, faultTitle(fault), faultText(fault));
  else byId("tooltip").hidden = true;
}

function hideTooltip(view) {
  byId("tooltip").hidden = true;
  view.hovered = null;
}

function showTooltip(event, title, text) {
  const tip = byId("tooltip");
  tip.replaceChildren(element("b", {}, title), element("pre", {}, text));
  tip.hidden = false;
  const left = Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8);
  const below = event.clientY + 18;
  const top = below + tip.offsetHeight > innerHeight ? event.clientY - tip.offsetHeight - 12 : below;
  tip.style.left = Math.max(4, left) + "px";
  tip.style.top = Math.max(4, top) + "px";
}

function messageTitle(view, message) {
  return message.src + " → " + message.dest + " " + view.model.data.messages.types[message.type];
}

function messageText(message) {
  const arrival = message.received === null ? "not received" : "received after " + millis(message.received - message.sent);
  const body = message.body === "" ? "(the body is in messages.jsonl)" : readable(message.body);
  return "id " + message.row + ", sent at " + seconds(message.sent) + ", " + arrival + "\n" + body;
}

function operationTitle(op) {
  return op.f + (op.isFinal ? " (final)" : "") + " on " + op.node + ": " + OUTCOMES[op.outcome];
}

function operationText(op) {
  const lines = ["at " + seconds(op.start) + (op.took === null ? ", open at the end" : ", took " + millis(op.took))];
  lines.push("process " + op.process + ", index " + op.index);
  if (op.value !== "null") lines.push("value " + readable(op.value));
  if (op.result) lines.push("result " + readable(op.result));
  if (op.error) lines.push("error " + readable(op.error));
  return [...lines, ...op.wrong].join("\n");
}

function click(view, event) {
  const isFinger = event.pointerType === "touch";
  const op = operationAt(view, event.offsetX, event.offsetY, isFinger ? FINGER_PIXELS : BAR_PIXELS);
  const message = op ? null
    : messageAt(view, event.offsetX, event.offsetY, isFinger ? FINGER_PIXELS : HIT_PIXELS);
  const fault = faultOfLane(view, event.offsetX, event.offsetY);
  if (op) focusOperation(view, op);
  else if (message) showMessage(view, message);
  else if (fault) showText(faultTitle(fault), faultText(fault));
  else clearSelection(view);
}

// ---- selection ----

function clearSelection(view) {
  view.selected = null;
  view.focus = null;
  byId("detail").replaceChildren();
  schedule(view);
}

function showMessage(view, message) {
  showText(messageTitle(view, message), messageText(message));
}

function showText(title, text) {
  byId("detail").replaceChildren(element("b", {}, title), element("pre", {}, text));
}

/** The window in words, for readers who can't use a pointer. Not filled while it is closed. */
function listMessages(view) {
  const place = byId("in-view");
  if (!place.open) return;
  const messages = shownMessages(view);
  const rows = messages.slice(0, MAX_LISTED).map(message => element("tr", {},
    numberCell(seconds(message.sent)),
    numberCell(message.received === null ? "not received" : millis(message.received - message.sent)),
    element("td", {}, messageTitle(view, message)),
    element("td", { class: "text" }, message.body === "" ? "" : readable(message.body))));
  const more = messages.length - rows.length;
  if (more > 0) rows.push(element("tr", {}, element("td", { colspan: 4 }, number(more) + " more: zoom in")));
  place.querySelector("table").replaceChildren(
    headRow(["#sent at", "#took", "message", "body"]), element("tbody", {}, ...rows));
}

function look(view, from, to) {
  const margin = Math.max(0.05, (to - from) * 0.1);
  setWindow(view, from - margin, to + margin);
  byId("diagram").scrollIntoView({ behavior: "instant", block: "start" });
}

/** Brings an operation into view, from elsewhere on the page. */
function selectOperation(view, op) {
  focusOperation(view, op);
  const ends = [...view.focus.keys()].map(row => view.model.messages[row]).map(m => m.received || m.sent);
  const end = Math.max(op.start + (op.took || 0), ...ends);
  const margin = Math.max(0.002, (end - op.start) * 0.25);
  setWindow(view, op.start - margin, end + margin);
  byId("diagram").scrollIntoView({ behavior: "instant", block: "start" });
  view.canvas.focus({ preventScroll: true });
}

function focusOperation(view, op) {
  const caused = messagesOf(view.model, op);
  view.selected = op;
  view.focus = new Map();
  for (const message of [...caused.followed, ...caused.answers]) view.focus.set(message.row, "followed");
  for (const message of [caused.request, caused.reply]) if (message) view.focus.set(message.row, "exact");
  view.form.clients.checked = true;
  showOperation(view, op, caused);
  schedule(view);
}

function showOperation(view, op, caused) {
  const exact = [caused.request, caused.reply].filter(message => message);
  const rest = [...caused.followed, ...caused.answers].sort((a, b) => a.row - b.row);
  byId("detail").replaceChildren(
    element("b", {}, operationTitle(op)),
    " ", element("button", { type: "button", onclick: () => clearSelection(view) }, "Clear"),
    element("pre", {}, operationText(op)),
    element("p", { class: "muted" }, exact.length
      ? "Request and reply (solid):" : "This page does not have its messages."),
    messageList(view, exact));
  if (exact.length === 0) return;
  byId("detail").append(
    element("p", { class: "muted" }, number(rest.length) + " that followed (dashed): what " + op.node
      + " sent before the next client's request arrived, and the replies to that (by in_reply_to). Some may have"
      + " other causes, and later effects are missing."),
    messageList(view, rest.slice(0, 200)));
}

function messageList(view, messages) {
  return element("ul", {}, ...messages.map(message => element("li", {},
    element("button", { type: "button", class: "link", onclick: event => {
      view.hovered = message;
      schedule(view);
      const text = element("pre", {}, messageText(message));
      if (!event.target.nextElementSibling) event.target.after(text);
      else event.target.nextElementSibling.remove();
    } }, messageTitle(view, message)),
    " at " + seconds(message.sent) + (message.received === null ? ", not received" : ""))));
}

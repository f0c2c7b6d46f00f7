"use strict";
// The page's model and everything but the charts and the diagram. Times are in seconds since the
// history's zero. Text from nodes under test enters the page only as text nodes.

const OUTCOMES = ["ok", "fail", "info"];
const PAGE_OF_ROWS = 40;
const BAD_UNLESS_ZERO = ["lost", "duplicated", "problems of nodes"];
/** If a finding is longer than this, the list has one column. */
const SHORT_FINDING = 40;
const MICROS = 1e6;
const COLORS = 8;

function byId(id) {
  return document.getElementById(id);
}

/** Creates an element with attributes and children; strings become text. */
function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key === "onclick") {
      made.addEventListener("click", value);
    } else if (key === "style") {
      for (const [property, set] of Object.entries(value)) made.style.setProperty(property, set);
    } else {
      made.setAttribute(key, value);
    }
  }
  made.append(...children.map(child => (child instanceof Node ? child : String(child))));
  return made;
}

function number(value, digits) {
  return value.toLocaleString("en", { maximumFractionDigits: digits === undefined ? 2 : digits });
}

/** Says how many: "1 message", "2 messages". */
function counted(count, one) {
  return number(count) + " " + (count === 1 ? one : one + "s");
}

function seconds(time) {
  return time.toFixed(3) + " s";
}

function millis(duration) {
  return number(duration * 1000, duration < 0.01 ? 3 : 1) + " ms";
}

/** Shows JSON for people: with escapes resolved, if the text was not cut. */
function readable(text) {
  try {
    return JSON.stringify(JSON.parse(text, keepLongNumbers), null, 1).replace(/\n\s*/g, " ");
  } catch (cut) {
    return text;
  }
}

/** If JavaScript would round a number, the text stays as it is. */
function keepLongNumbers(key, value) {
  if (typeof value === "number" && !Number.isSafeInteger(value)) throw new RangeError("inexact");
  return value;
}

function cssColor(name) {
  return getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
}

function paletteColor(index) {
  return cssColor("c" + (index % COLORS));
}

// ---- model ----

function decodeOperations(data) {
  const table = data.operations;
  const rows = [];
  let start = 0;
  for (let i = 0; i < table.index.length; i++) {
    start += table.start[i];
    rows.push({
      row: i,
      index: table.index[i],
      start: start / MICROS,
      took: table.took[i] < 0 ? null : table.took[i] / MICROS,
      process: table.process[i],
      node: data.nodes[table.process[i] % data.nodes.length],
      f: table.functions[table.f[i]],
      fIndex: table.f[i],
      outcome: table.outcome[i],
      isFinal: table.final[i] === 1,
      value: table.value[i],
      result: table.result[i],
      error: table.error[i],
      request: table.request[i],
      wrong: [],
    });
  }
  for (const [what, row] of data.violations.rows) {
    if (rows[row]) rows[row].wrong.push(what);
  }
  return rows;
}

function decodeMessages(data) {
  const table = data.messages;
  const rows = [];
  let sent = 0;
  for (let i = 0; i < table.sent.length; i++) {
    sent += table.sent[i];
    const delay = table.delay[i];
    rows.push({
      row: i,
      src: table.names[table.src[i]],
      dest: table.names[table.dest[i]],
      type: table.type[i],
      sent: sent / MICROS,
      received: delay < 0 ? null : (sent + delay) / MICROS,
      answers: table.answers[i],
      body: table.body[i],
    });
  }
  return rows;
}

function isClient(name) {
  return /^c\d+$/.test(name);
}

function decode(data) {
  const operations = decodeOperations(data);
  const messages = decodeMessages(data);
  const ends = operations.map(op => op.start + (op.took || 0));
  const faults = decodeFaults(data);
  let end = ends.reduce((a, b) => Math.max(a, b), 0);
  end = faults.reduce((a, fault) => Math.max(a, fault.end || fault.begin), end);
  if (operations.length === 0) end = messages.reduce((a, m) => Math.max(a, m.received || m.sent), end);
  for (const fault of faults) {
    fault.isOpen = fault.end === null;
    if (fault.isOpen) fault.end = end;
  }
  return { data, operations, messages, faults, end: Math.max(end, 0.001) };
}

/**
 * The messages of an operation. Its request and reply are certain. What followed is what its node
 * sent from the request's arrival to that of its next client's request, and the answers to that.
 */
function messagesOf(model, op) {
  const request = model.messages[op.request];
  if (!request) return { request: null, reply: null, followed: [], answers: [] };
  const later = model.messages.slice(op.request + 1);
  const reply = later.find(message => message.answers === op.request) || null;
  if (request.received === null) return { request, reply, followed: [], answers: [] };
  const isNext = m => m.dest === request.dest && isClient(m.src) && m.received !== null
    && m.received >= request.received;
  const until = later.filter(isNext).reduce((a, m) => Math.min(a, m.received), Infinity);
  const followed = later.filter(m => m.src === request.dest && !isClient(m.dest)
    && m.sent >= request.received && m.sent < until);
  const rows = new Set(followed.map(m => m.row));
  const answers = later.filter(m => rows.has(m.answers));
  return { request, reply, followed, answers };
}

// ---- head ----

function showHead(data) {
  byId("title").textContent = data.title;
  byId("verdict").textContent = data.verdict;
  byId("verdict").classList.add(data.verdict);
  byId("why").hidden = data.why === "";
  byId("why").textContent = data.why;
  byId("options").textContent =
    Object.entries(data.options).map(([name, value]) => name + " " + value).join(" · ");
  byId("command").hidden = data.command === "";
  byId("command").querySelector("code").textContent = data.command;
  for (const [name, value, detail] of data.figures) {
    const isBad = BAD_UNLESS_ZERO.includes(name) && value !== "0";
    byId("figures").append(element("li", { class: isBad ? "bad" : "", title: data.meanings[name] || "" },
      element("b", {}, value), name, element("span", {}, detail)));
  }
  for (const [name, verdict, remark] of data.parts) {
    const text = name + ": " + verdict + (remark ? ", " + remark : "");
    byId("parts").append(element("span", { class: "chip " + verdict, title: data.meanings[name] || "" }, text));
  }
  byId("files").append("Files: ");
  for (const file of data.files) byId("files").append(element("a", { href: file }, file), " ");
}

function showProblems(data) {
  const section = byId("problems");
  section.hidden = data.problems.length === 0;
  if (data.parts.some(([name, verdict]) => name === "nodes" && verdict === "valid")) {
    section.querySelector("h2").textContent = "Warnings";
    section.querySelector("p").textContent = "They do not change the verdict, as in Maelstrom.";
  }
  for (const [summary, rows] of data.problems) {
    const list = element("dl", {});
    for (const [name, text] of rows) {
      list.append(element("dt", {}, name), element("dd", {}, element("pre", {}, text)));
    }
    // One is enough as an example.
    const isFirst = section.lastElementChild.childElementCount === 0;
    section.lastElementChild.append(
      element("details", isFirst ? { open: "" } : {}, element("summary", {}, summary), list));
  }
}

/** One item for each finding, with a link to each of its operations. */
function showViolations(model, select) {
  const { rows } = model.data.violations;
  byId("violations").hidden = rows.length === 0;
  const findings = new Map();
  for (const [what, row] of rows) {
    const op = model.operations[row];
    if (op) findings.set(what, [...(findings.get(what) || []), op]);
  }
  const list = byId("violations").querySelector("ul");
  const longest = Math.max(0, ...[...findings.keys()].map(what => what.length));
  if (longest > SHORT_FINDING) list.classList.add("long");
  for (const [what, operations] of findings) {
    const links = operations.map(op => element("button", { type: "button", class: "link", onclick: () => select(op) },
      op.f + " at " + seconds(op.start) + " on " + op.node));
    list.append(element("li", {}, element("span", {}, what), ": ",
      ...links.flatMap((link, i) => (i === 0 ? [link] : [", ", link]))));
  }
}

// ---- counts of messages ----

function showTypes(model) {
  const { counts } = model.data;
  const table = byId("types");
  table.append(headRow(["type", "between", "#sent", "#per operation", "#not received"]));
  for (const [type, scope, sent, lost] of counts.types) {
    table.append(element("tr", {}, element("td", { class: "text" }, type), element("td", {}, scope),
      numberCell(number(sent)), numberCell(perOperation(model, sent)),
      numberCell(number(lost))));
  }
}

/** Unknown if not all messages were counted by type and link. */
function perOperation(model, sent) {
  const operations = model.operations.length + model.data.operations.leftOut;
  const isComplete = model.data.journal["left-out-count"] === 0 && operations > 0;
  return isComplete ? (sent / operations).toFixed(3) : "?";
}

function numberCell(text) {
  return element("td", { class: "number" }, text);
}

/** A column whose name begins with # holds numbers. */
function headRow(names) {
  const cells = names.map(name => name.startsWith("#")
    ? element("th", { class: "number" }, name.slice(1)) : element("th", {}, name));
  return element("thead", {}, element("tr", {}, ...cells));
}

/** A table of senders and receivers. A darker cell means more messages. */
function showLinks(model) {
  const { counts, nodes } = model.data;
  const sent = new Map();
  const names = new Set(nodes);
  for (const link of counts.links) {
    sent.set(link[0] + "\n" + link[1], link);
    names.add(link[0]).add(link[1]);
  }
  const max = Math.max(1, ...counts.links.map(link => link[2]));
  const all = [...names];
  byId("links").append(
    element("thead", {}, element("tr", {}, element("td", {}),
      ...all.map(name => element("th", {}, name)))),
    element("tbody", {}, ...all.map(src => element("tr", {}, element("th", {}, src),
      ...all.map(dest => linkCell(model, sent.get(src + "\n" + dest), max, all.length))))));
  byId("link-text").textContent = "Messages from the node of the row to the node of the column. Point at a cell for its figures.";
  byId("link-list").addEventListener("toggle", () => listLinks(model), { once: true });
}

function listLinks(model) {
  const rows = model.data.counts.links.map(([src, dest, sent, lost]) => element("tr", {},
    element("td", {}, src), element("td", {}, dest), numberCell(number(sent)),
    numberCell(perOperation(model, sent)), numberCell(number(lost))));
  byId("link-list").querySelector("table").append(
    headRow(["from", "to", "#sent", "#per operation", "#not received"]), element("tbody", {}, ...rows));
}

function linkCell(model, link, max, size) {
  if (!link) return element("td", {});
  const [src, dest, sent, lost] = link;
  // Limited, so that the text stays readable on every cell.
  const share = Math.round(12 + (48 * sent) / max);
  const text = src + " → " + dest + ": " + number(sent) + " sent, "
    + perOperation(model, sent) + " per operation, " + number(lost) + " not received";
  const background = "color-mix(in srgb, var(--c0) " + share + "%, var(--raised))";
  const tell = () => {
    byId("link-text").textContent = text;
  };
  return element("td", { title: text, style: { background }, onclick: tell }, size <= 9 ? number(sent) : "");
}

// ---- operations ----

function showOperations(model, select) {
  const section = byId("operations");
  const form = section.querySelector("form");
  const view = { model, select, section, shown: PAGE_OF_ROWS, form };
  for (const f of model.data.operations.functions) form.f.append(element("option", {}, f));
  form.addEventListener("submit", event => event.preventDefault());
  form.addEventListener("input", () => {
    view.shown = PAGE_OF_ROWS;
    fillOperations(view);
  });
  section.querySelector("p > button").addEventListener("click", () => {
    view.shown += PAGE_OF_ROWS;
    fillOperations(view);
  });
  fillOperations(view);
  return view;
}

function matches(form, op) {
  const text = form.text.value.toLowerCase();
  return (form.f.value === "" || op.f === form.f.value)
    && (form.outcome.value === "" || String(op.outcome) === form.outcome.value)
    && (text === "" || [op.node, op.value, op.result, op.error, ...op.wrong]
      .some(part => part.toLowerCase().includes(text)));
}

function fillOperations(view) {
  const found = view.model.operations.filter(op => matches(view.form, op));
  const table = view.section.querySelector("table");
  const body = element("tbody", {});
  for (const op of found.slice(0, view.shown)) body.append(operationRow(view, op));
  table.replaceChildren(
    headRow(["#at", "#took", "node", "#process", "operation", "outcome", "value", "result"]), body);
  const shown = Math.min(view.shown, found.length);
  view.section.querySelector("p > .muted").textContent =
    number(shown) + " of " + number(found.length) + " shown";
  view.section.querySelector("p > button").hidden = shown === found.length;
}

function operationRow(view, op) {
  const at = element("button", { type: "button", class: "link", onclick: () => view.select(op) },
    seconds(op.start));
  const outcome = element("td", { style: { color: "var(--" + OUTCOMES[op.outcome] + ")" } },
    OUTCOMES[op.outcome] + (op.wrong.length ? " ⚠" : ""));
  return element("tr", {},
    element("td", { class: "number" }, at), numberCell(op.took === null ? "open" : millis(op.took)),
    element("td", {}, op.node), numberCell(op.process),
    element("td", {}, op.f + (op.isFinal ? " (final)" : "")), outcome,
    element("td", { class: "text" }, op.value === "null" ? "" : readable(op.value)),
    element("td", { class: "text" }, readable(op.error || op.result)));
}

// ---- rest ----

function showFindings(data) {
  const table = byId("findings").querySelector("table");
  for (const [name, text] of data.findings) {
    table.append(element("tr", {}, element("th", {}, name),
      element("td", { class: "text" }, readable(text))));
  }
}

function showLeftOut(model) {
  const { data } = model;
  const notes = [];
  const note = (count, what, text) => count > 0 && notes.push(counted(count, what) + text);
  note(data.operations.leftOut, "operation", " after the first "
    + number(model.operations.length) + "; history.jsonl has all.");
  note(data.messages.leftOut, "message", " after the first " + number(model.messages.length)
    + " in the diagram; messages.jsonl has the first " + number(data.journal["message-count"]) + ".");
  note(data.journal["left-out-count"], "further message", " did not fit into messages.jsonl. The figures at the"
    + " top of the page count all messages; the tables by type and link do not.");
  note(data.faults.leftOut, "further fault", "; history.jsonl has all.");
  note(data.violations.leftOut, "further wrong value", "; results.json has all.");
  const bare = model.messages.filter(message => message.body === "").length;
  note(bare, "message", " without its body; messages.jsonl has the bodies, by id.");
  byId("left-out").hidden = notes.length === 0;
  byId("left-out").querySelector("ul").append(...notes.map(text => element("li", {}, text)));
}

/** Redraws the canvases when the colour scheme changes, and in light colours for the printer. */
function followTheme(redraw) {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  const set = theme => () => {
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
    redraw();
  };
  addEventListener("beforeprint", set("light"));
  addEventListener("afterprint", set(""));
}

function followWidth(redraw) {
  let width = document.body.clientWidth;
  new ResizeObserver(() => {
    if (document.body.clientWidth === width) return;
    width = document.body.clientWidth;
    requestAnimationFrame(redraw);
  }).observe(document.body);
}

function startReport() {
  const model = decode(JSON.parse(byId("data").textContent));
  showHead(model.data);
  showProblems(model.data);
  showTypes(model);
  showLinks(model);
  showFindings(model.data);
  showLeftOut(model);
  const diagram = startDiagram(model);
  const select = op => diagram.selectOperation(op);
  showFaults(model, fault => diagram.look(fault.begin, fault.end));
  showViolations(model, select);
  showOperations(model, select);
  const charts = startCharts(model, select);
  const redrawQuantiles = startQuantiles(model);
  const redraw = () => {
    charts.redraw();
    redrawQuantiles();
    diagram.redraw();
  };
  followTheme(redraw);
  followWidth(redraw);
}

"use strict";
// Faults on charts and diagram. Each kind has a lane of its own, in which nothing overlaps. While
// any fault is on, the plot below is shaded once, however many faults there are.

const FAULT_LANE = 15;
const STILL_KINDS = ["kill", "pause"];

function decodeFaults(data) {
  return data.faults.rows.map(([kind, asked, done, begin, end]) => ({
    kind,
    asked,
    done,
    begin: begin / MICROS,
    end: end === null ? null : end / MICROS,
    nodes: nodesOfFault(done, data.nodes),
  }));
}

/** The nodes that a fault affected, if the fault names them one by one. */
function nodesOfFault(done, nodes) {
  try {
    const names = Object.keys(JSON.parse(done));
    return names.every(name => nodes.includes(name)) ? names : [];
  } catch (cut) {
    return [];
  }
}

function faultKinds(model) {
  return [...new Set(model.faults.map(fault => fault.kind))].sort();
}

/** The times at which any fault was on, as [begin, end] in order. */
function faultyTimes(model) {
  const times = [];
  for (const fault of [...model.faults].sort((a, b) => a.begin - b.begin)) {
    const last = times[times.length - 1];
    if (last && fault.begin <= last[1]) last[1] = Math.max(last[1], fault.end);
    else times.push([fault.begin, fault.end]);
  }
  return times;
}

/** Shades the plot from {@code top} down; {@code x} maps a time to a place. */
function shadeFaults(ctx, model, x, top, height) {
  ctx.fillStyle = cssColor("fault");
  for (const [begin, end] of faultyTimes(model)) ctx.fillRect(x(begin), top, x(end) - x(begin), height);
}

/**
 * Draws the bars of the lanes, with a label if it fits. {@code left} and {@code top} are the
 * lanes' corner, {@code x} maps a time to a place, {@code unit} is the size of a pixel.
 */
function drawFaultLanes(ctx, model, { left, top, x, unit }) {
  const kinds = faultKinds(model);
  ctx.font = 10 * unit + "px system-ui, sans-serif";
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  for (const fault of model.faults) {
    const y = top + kinds.indexOf(fault.kind) * FAULT_LANE * unit;
    const begin = Math.max(left, x(fault.begin));
    const width = Math.max(2 * unit, x(fault.end) - begin);
    if (x(fault.end) < left) continue;
    ctx.fillStyle = cssColor("fault-bar");
    ctx.fillRect(begin, y + unit, width, (FAULT_LANE - 3) * unit);
    if (ctx.measureText(fault.asked).width + 8 * unit < width) {
      ctx.fillStyle = cssColor("text");
      ctx.fillText(fault.asked, begin + 4 * unit, y + (FAULT_LANE / 2) * unit);
    }
  }
}

function drawFaultNames(ctx, model, { left, top, unit }) {
  ctx.font = 11 * unit + "px system-ui, sans-serif";
  ctx.textAlign = "right";
  ctx.textBaseline = "middle";
  ctx.fillStyle = cssColor("muted");
  faultKinds(model).forEach((kind, i) => ctx.fillText(kind, left - 6 * unit, top + (i + 0.5) * FAULT_LANE * unit));
}

/** Finds the fault at a time, in the lane at this distance below the top of the first lane. */
function faultAt(model, time, below, tolerance) {
  const kind = faultKinds(model)[Math.floor(below / FAULT_LANE)];
  return model.faults.find(fault => fault.kind === kind
    && fault.begin - tolerance <= time && time <= fault.end + tolerance);
}

function faultTitle(fault) {
  return fault.kind + (fault.asked ? ": " + fault.asked : "");
}

function faultText(fault) {
  const until = fault.isOpen ? "the end" : seconds(fault.end);
  return seconds(fault.begin) + " to " + until + "\n" + readable(fault.done);
}

/** All faults in words, for readers who can't use a pointer. Filled when it is opened. */
function showFaults(model, look) {
  const place = byId("faults");
  place.hidden = model.faults.length === 0;
  const counts = faultKinds(model).map(kind =>
    kind + " " + number(model.faults.filter(fault => fault.kind === kind).length));
  place.querySelector("summary").textContent = "Faults as a list: " + counts.join(", ");
  place.addEventListener("toggle", () => {
    const rows = model.faults.map(fault => element("tr", {},
      element("td", { class: "number" }, element("button",
        { type: "button", class: "link", onclick: () => look(fault) }, seconds(fault.begin))),
      numberCell(fault.isOpen ? "to the end" : seconds(fault.end)),
      element("td", {}, fault.kind), element("td", {}, fault.asked),
      element("td", { class: "text" }, readable(fault.done))));
    place.querySelector("table").replaceChildren(
      headRow(["#from", "#to", "fault", "asked", "done"]), element("tbody", {}, ...rows));
  }, { once: true });
}

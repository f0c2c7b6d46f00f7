"use strict";
// Draws latency and rate over time, with uPlot.

const LEAST_LATENCY_MILLIS = 0.01;
const CHART_HEIGHT = 260;
const MAX_BUCKETS = 300;
const LEAST_BUCKETS = 5;
const LOG_MARGIN = 0.08;
const CLICK_PIXELS = 14;
const LANES_TOP = 4;
const AXIS_WIDTH = 66;

/** One series for each operation and outcome that occurs. */
function seriesOf(model) {
  const series = new Map();
  for (const op of model.operations) {
    const key = op.fIndex * OUTCOMES.length + op.outcome;
    if (!series.has(key)) {
      series.set(key, { key, fIndex: op.fIndex, outcome: op.outcome, label: op.f + " " + OUTCOMES[op.outcome] });
    }
  }
  return [...series.values()].sort((a, b) => a.key - b.key);
}

function seriesColor(series) {
  return series.outcome === 0 ? paletteColor(series.fIndex) : cssColor(OUTCOMES[series.outcome]);
}

function latencyMillis(op, end) {
  const took = op.took === null ? Math.max(0, end - op.start) : op.took;
  return Math.max(LEAST_LATENCY_MILLIS, took * 1000);
}

function latencyData(model, series) {
  const column = new Map(series.map((one, i) => [one.key, i + 1]));
  const columns = [model.operations.map(op => op.start), ...series.map(() => [])];
  model.operations.forEach((op, i) => {
    for (let c = 1; c < columns.length; c++) columns[c][i] = null;
    columns[column.get(op.fIndex * OUTCOMES.length + op.outcome)][i] = latencyMillis(op, model.end);
  });
  return columns;
}

/** Whole seconds in long runs, a power of ten in short ones. */
function bucketSeconds(end) {
  if (end < LEAST_BUCKETS) return 10 ** Math.floor(Math.log10(end / LEAST_BUCKETS));
  return Math.max(1, Math.ceil(end / MAX_BUCKETS));
}

/** Completions a second, in buckets. */
function rateData(model, series) {
  const width = bucketSeconds(model.end);
  const size = Math.floor(model.end / width) + 2;
  const column = new Map(series.map((one, i) => [one.key, i + 1]));
  const columns = [Array.from({ length: size }, (_, i) => i * width)];
  for (const one of series) columns.push(new Array(size).fill(0));
  for (const op of model.operations) {
    if (op.took === null) continue;
    const bucket = Math.floor((op.start + op.took) / width);
    columns[column.get(op.fIndex * OUTCOMES.length + op.outcome)][bucket] += 1 / width;
  }
  return columns;
}

/** Each outcome has a colour and a shape. Every other function has turned shapes, because colours are for outcomes only. */
const SHAPES = [["●", "●"], ["×", "+"], ["○", "◇"]];

function shapeOf(series) {
  return SHAPES[series.outcome][series.fIndex % 2];
}


function pointPaths(series) {
  return (plot, index, first, last) => {
    const { ctx } = plot;
    const xs = plot.data[0];
    const ys = plot.data[index];
    const shape = shapeOf(series);
    const size = devicePixelRatio * (series.outcome === 0 ? 2.2 : 3.6);
    ctx.save();
    ctx.beginPath();
    ctx.rect(plot.bbox.left, plot.bbox.top, plot.bbox.width, plot.bbox.height);
    ctx.clip();
    ctx.fillStyle = ctx.strokeStyle = seriesColor(series);
    ctx.lineWidth = 1.6 * devicePixelRatio;
    ctx.globalAlpha = series.outcome === 0 ? 0.65 : 1;
    for (let i = first; i <= last; i++) {
      if (ys[i] == null) continue;
      drawPoint(ctx, plot.valToPos(xs[i], "x", true), plot.valToPos(ys[i], "y", true), size, shape);
    }
    ctx.restore();
    return null;
  };
}

function drawPoint(ctx, x, y, size, shape) {
  const path = points => points.forEach(([dx, dy], i) =>
    (i % 2 ? ctx.lineTo(x + dx * size, y + dy * size) : ctx.moveTo(x + dx * size, y + dy * size)));
  ctx.beginPath();
  if (shape === "×") path([[-1, -1], [1, 1], [1, -1], [-1, 1]]);
  else if (shape === "+") path([[-1.3, 0], [1.3, 0], [0, -1.3], [0, 1.3]]);
  else if (shape === "◇") path([[0, -1.3], [1.3, 0], [1.3, 0], [0, 1.3], [0, 1.3], [-1.3, 0], [-1.3, 0], [0, -1.3]]);
  else ctx.arc(x, y, size, 0, 2 * Math.PI);
  if (shape === "●") ctx.fill();
  else ctx.stroke();
}

function drawFaults(model, hasLanes) {
  return plot => {
    const { ctx, bbox } = plot;
    const x = time => plot.valToPos(time, "x", true);
    const above = hasLanes ? bbox.top : 0;
    const lanes = { left: bbox.left, top: LANES_TOP * devicePixelRatio, x, unit: devicePixelRatio };
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top - above, bbox.width, bbox.height + above);
    ctx.clip();
    shadeFaults(ctx, model, x, bbox.top, bbox.height);
    if (hasLanes) drawFaultLanes(ctx, model, lanes);
    ctx.restore();
    ctx.save();
    if (hasLanes) drawFaultNames(ctx, model, lanes);
    ctx.restore();
  };
}

/** The lanes lie above the plot, where uPlot has no events of its own. */
function listenToFaultLanes(plot, model) {
  const wrap = plot.root.querySelector(".u-wrap");
  const point = event => {
    const below = event.clientY - wrap.getBoundingClientRect().top - LANES_TOP;
    const left = event.clientX - plot.over.getBoundingClientRect().left;
    const tolerance = plot.posToVal(3, "x") - plot.posToVal(0, "x");
    const isOver = below >= 0 && left >= 0;
    const fault = isOver ? faultAt(model, plot.posToVal(left, "x"), below, tolerance) : null;
    if (fault) showTooltip(event, faultTitle(fault), faultText(fault));
    else byId("tooltip").hidden = true;
  };
  wrap.addEventListener("pointermove", point);
  wrap.addEventListener("click", point);
  wrap.addEventListener("pointerleave", () => {
    byId("tooltip").hidden = true;
  });
}

function axis(more) {
  return Object.assign({
    stroke: cssColor("muted"),
    grid: { stroke: cssColor("line"), width: 1 },
    ticks: { stroke: cssColor("line"), width: 1 },
    font: "12px system-ui, sans-serif",
  }, more);
}

function chartOptions(model, place, more) {
  return Object.assign({
    width: place.clientWidth,
    height: CHART_HEIGHT,
    legend: { live: false },
    cursor: { points: { show: false }, sync: { key: "time", setSeries: false }, drag: { x: true, y: false } },
    hooks: { drawClear: [drawFaults(model, false)] },
  }, more);
}

function secondsAxis() {
  return axis({ values: (plot, ticks) => timeLabels(ticks), space: 60 });
}

/** Short times are in ms. All labels have the digits that tell neighbours apart. */
function timeLabels(ticks) {
  const [unit, factor] = Math.abs(ticks[ticks.length - 1]) < 1 ? [" ms", 1000] : [" s", 1];
  const step = ticks.length > 1 ? (ticks[1] - ticks[0]) * factor : 1;
  const isWhole = scaled => Math.abs(scaled - Math.round(scaled)) < 1e-3;
  let digits = 0;
  while (digits < 9 && !(Math.round(step * 10 ** digits) > 0 && isWhole(step * 10 ** digits))) digits++;
  return ticks.map(tick => number(tick * factor, digits) + unit);
}

/** Whole powers of ten, and a little more, so that no point lies on the edge. */
function logRange(plot, min, max) {
  if (min === null || max === null) return [1, 10];
  const low = Math.floor(Math.log10(min));
  const high = Math.max(low + 1, Math.ceil(Math.log10(max)));
  return [10 ** (low - LOG_MARGIN), 10 ** (high + LOG_MARGIN)];
}

function timeScale(model) {
  const range = (plot, min, max) => {
    const times = plot.data[0];
    const isWhole = min === null || min === max || (min === times[0] && max === times[times.length - 1]);
    return isWhole ? [-0.01 * model.end, 1.01 * model.end] : [min, max];
  };
  return { time: false, range };
}

/** A logarithmic axis that shows the powers of ten. */
function powersAxis() {
  const isPower = tick => Number.isInteger(Math.round(1e9 * Math.log10(tick)) / 1e9);
  const powers = (unused, ticks) => ticks.map(tick => (isPower(tick) ? tick : null));
  const labels = (unused, ticks) => ticks.map(tick => (tick === null ? "" : number(tick, 3)));
  return axis({
    size: AXIS_WIDTH,
    filter: powers,
    values: labels,
    grid: { stroke: cssColor("line"), width: 1, filter: powers },
    ticks: { stroke: cssColor("line"), width: 1, filter: powers },
  });
}

function latencyChart(model, place, select) {
  const series = seriesOf(model);
  const lanes = faultKinds(model).length * FAULT_LANE;
  const plot = new uPlot(chartOptions(model, place, {
    height: CHART_HEIGHT + lanes,
    padding: [lanes > 0 ? LANES_TOP + lanes + 6 : null, null, null, null],
    hooks: { drawClear: [drawFaults(model, true)] },
    scales: { x: timeScale(model), y: { distr: 3, range: logRange } },
    axes: [secondsAxis(), powersAxis()],
    series: [{}, ...series.map(one => ({
      label: (one.outcome === 0 ? "" : shapeOf(one) + " ") + one.label,
      stroke: seriesColor(one),
      fill: seriesColor(one),
      paths: pointPaths(one),
      points: { show: false },
    }))],
  }), latencyData(model, series), place);
  onStillClick(plot.over, event => selectNearest(plot, model, event, select));
  listenToFaultLanes(plot, model);
  return plot;
}

/** Ignores a click that ends a drag, because the drag has zoomed. */
function onStillClick(target, act) {
  let pressed = 0;
  target.addEventListener("mousedown", event => {
    pressed = event.clientX;
  });
  target.addEventListener("click", event => {
    if (Math.abs(event.clientX - pressed) < 4) act(event);
  });
}

function selectNearest(plot, model, event, select) {
  let best = null;
  let nearest = CLICK_PIXELS;
  for (const op of model.operations) {
    const dx = plot.valToPos(op.start, "x") - event.offsetX;
    if (Math.abs(dx) > nearest) continue;
    const dy = plot.valToPos(latencyMillis(op, model.end), "y") - event.offsetY;
    if (Math.hypot(dx, dy) < nearest) {
      nearest = Math.hypot(dx, dy);
      best = op;
    }
  }
  if (best) select(best);
}

function rateChart(model, place) {
  const series = seriesOf(model);
  return new uPlot(chartOptions(model, place, {
    height: 190,
    scales: { x: timeScale(model), y: { range: (plot, min, max) => [0, Math.max(1, max) * 1.08] } },
    axes: [secondsAxis(), axis({ size: AXIS_WIDTH })],
    series: [{}, ...series.map(one => ({
      label: one.label,
      stroke: seriesColor(one),
      width: 1.6,
      dash: one.outcome === 0 ? [] : one.fIndex % 2 ? [2, 3] : [7, 3],
      paths: uPlot.paths.stepped({ align: 1 }),
      points: { show: false },
    }))],
  }), rateData(model, series), place);
}

/** Buttons to zoom, for readers who can't drag. */
function listenToZoom(model, seen, setWindow) {
  const first = -0.01 * model.end;
  const last = 1.01 * model.end;
  const look = (share, factor) => {
    const { min, max } = seen();
    const span = Math.min((max - min) * factor, last - first);
    const center = (min + max) / 2 + share * (max - min);
    const from = Math.min(Math.max(center - span / 2, first), last - span);
    setWindow(from, from + span);
  };
  const acts = {
    earlier: () => look(-0.5, 1),
    later: () => look(0.5, 1),
    in: () => look(0, 0.5),
    out: () => look(0, 2),
    all: () => setWindow(first, last),
  };
  for (const button of byId("latency").querySelectorAll("[data-do]")) {
    button.addEventListener("click", acts[button.dataset.do]);
  }
}

function startCharts(model, select) {
  const places = ["latency", "rate"].map(id => byId(id).querySelector(".chart"));
  if (model.operations.length === 0) {
    places.forEach(place => place.replaceChildren(element("p", { class: "muted" }, "No operations.")));
    return { redraw() {} };
  }
  let plots = [];
  const setWindow = (min, max) => plots.forEach(plot => plot.setScale("x", { min, max }));
  const redraw = () => {
    const seen = plots.length > 0 ? plots[0].scales.x : null;
    const { min, max } = seen || {};
    plots.forEach(plot => plot.destroy());
    plots = [latencyChart(model, places[0], select), rateChart(model, places[1])];
    if (seen) setWindow(min, max);
  };
  redraw();
  listenToZoom(model, () => plots[0].scales.x, setWindow);
  return { redraw };
}

"use strict";
// Latency and rate over time, on uPlot. Faults are shaded.

const LEAST_LATENCY_MILLIS = 0.01;
const CHART_HEIGHT = 260;
const MAX_BUCKETS = 300;
const CLICK_PIXELS = 14;

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

/** Completions in buckets of at least a second. */
function rateData(model, series) {
  const width = Math.max(1, Math.ceil(model.end / MAX_BUCKETS));
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

/** Dots for ok, crosses for fail, rings for info. */
function pointPaths(series) {
  return (plot, index, first, last) => {
    const { ctx } = plot;
    const xs = plot.data[0];
    const ys = plot.data[index];
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
      drawPoint(ctx, plot.valToPos(xs[i], "x", true), plot.valToPos(ys[i], "y", true), size, series.outcome);
    }
    ctx.restore();
    return null;
  };
}

function drawPoint(ctx, x, y, size, outcome) {
  ctx.beginPath();
  if (outcome === 1) {
    ctx.moveTo(x - size, y - size);
    ctx.lineTo(x + size, y + size);
    ctx.moveTo(x + size, y - size);
    ctx.lineTo(x - size, y + size);
    ctx.stroke();
  } else {
    ctx.arc(x, y, size, 0, 2 * Math.PI);
    if (outcome === 0) ctx.fill();
    else ctx.stroke();
  }
}

function shadeFaults(model) {
  return plot => {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    ctx.font = 11 * devicePixelRatio + "px system-ui, sans-serif";
    for (const fault of model.faults) {
      const x = plot.valToPos(fault.begin, "x", true);
      const width = plot.valToPos(fault.end, "x", true) - x;
      ctx.fillStyle = cssColor("fault");
      ctx.fillRect(x, bbox.top, width, bbox.height);
      if (ctx.measureText(fault.name).width + 8 < width) {
        ctx.fillStyle = cssColor("fail");
        ctx.fillText(fault.name, x + 4 * devicePixelRatio, bbox.top + 13 * devicePixelRatio);
      }
    }
    ctx.restore();
  };
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
    hooks: { drawClear: [shadeFaults(model)] },
  }, more);
}

function secondsAxis() {
  return axis({ values: (plot, ticks) => ticks.map(tick => number(tick, 3) + " s"), space: 60 });
}

function logRange(plot, min, max) {
  if (min === null || max === null) return [1, 10];
  const low = Math.floor(Math.log10(min));
  return [10 ** low, 10 ** Math.max(low + 1, Math.ceil(Math.log10(max)))];
}

function timeScale(model) {
  const range = (plot, min, max) => {
    const times = plot.data[0];
    const isWhole = min === null || min === max || (min === times[0] && max === times[times.length - 1]);
    return isWhole ? [-0.01 * model.end, 1.01 * model.end] : [min, max];
  };
  return { time: false, range };
}

function latencyChart(model, place, select) {
  const series = seriesOf(model);
  const isPower = tick => Number.isInteger(Math.round(1e9 * Math.log10(tick)) / 1e9);
  const powers = (unused, ticks) => ticks.map(tick => (isPower(tick) ? tick : null));
  const labels = (unused, ticks) => ticks.map(tick => (tick === null ? "" : number(tick, 3)));
  const plot = new uPlot(chartOptions(model, place, {
    scales: { x: timeScale(model), y: { distr: 3, range: logRange } },
    axes: [secondsAxis(), axis({
      size: 58,
      filter: powers,
      values: labels,
      grid: { stroke: cssColor("line"), width: 1, filter: powers },
      ticks: { stroke: cssColor("line"), width: 1, filter: powers },
    })],
    series: [{}, ...series.map(one => ({
      label: one.label,
      stroke: seriesColor(one),
      fill: seriesColor(one),
      paths: pointPaths(one),
      points: { show: false },
    }))],
  }), latencyData(model, series), place);
  onStillClick(plot.over, event => selectNearest(plot, model, event, select));
  return plot;
}

/** A click that ends a drag is none: it has zoomed. */
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
    axes: [secondsAxis(), axis({ size: 58 })],
    series: [{}, ...series.map(one => ({
      label: one.label,
      stroke: seriesColor(one),
      width: 1.6,
      paths: uPlot.paths.stepped({ align: 1 }),
      points: { show: false },
    }))],
  }), rateData(model, series), place);
}

function startCharts(model, select) {
  const places = ["latency", "rate"].map(id => byId(id).querySelector(".chart"));
  if (model.operations.length === 0) {
    places.forEach(place => place.replaceChildren(element("p", { class: "muted" }, "No operations.")));
    return { redraw() {} };
  }
  let plots = [];
  const redraw = () => {
    plots.forEach(plot => plot.destroy());
    plots = [latencyChart(model, places[0], select), rateChart(model, places[1])];
  };
  redraw();
  return { redraw };
}

"use strict";
// Draws what a checker measured as a curve over all quantiles, with uPlot.

// Zero has no logarithm; the bench rounds to milliseconds.
const LEAST_STABLE_MILLIS = 0.5;

/** With a stretched tail, 0.9, 0.99 and 0.999 are as far apart as 0 and 0.9. */
function stretched(quantile) {
  return -Math.log10(1 - quantile);
}

function quantileAxis(isStretched) {
  if (!isStretched) return axis({ values: (plot, ticks) => ticks.map(tick => number(tick, 3)), space: 50 });
  const decades = (plot, index, min, max) =>
    [0, 0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999].filter(q => stretched(q) <= max).map(stretched);
  return axis({ splits: decades, values: (plot, ticks) => ticks.map(tick => number(1 - 10 ** -tick, 5)) });
}

function quantileChart(stable, place, { tail, log }) {
  const quantiles = stable.rank.map(rank => rank / stable.count);
  const xs = tail ? quantiles.map(stretched) : quantiles;
  const ys = stable.millis.map(millis => (log ? Math.max(LEAST_STABLE_MILLIS, millis) : millis));
  const color = cssColor("c0");
  return new uPlot({
    width: place.clientWidth,
    height: 220,
    legend: { live: true },
    cursor: { drag: { x: false, y: false }, points: { size: 7 } },
    scales: {
      x: { time: false, range: (plot, min, max) => [0, Math.max(1, max)] },
      y: log ? { distr: 3, range: logRange } : { range: (plot, min, max) => [0, Math.max(1, max) * 1.05] },
    },
    axes: [quantileAxis(tail), log ? powersAxis() : axis({ size: AXIS_WIDTH })],
    series: [
      { label: "quantile", value: (plot, x) => (x === null ? "" : number(tail ? 1 - 10 ** -x : x, 4)) },
      { label: "ms", stroke: color, width: 2, paths: uPlot.paths.stepped({ align: 1 }), points: { show: xs.length < 3 },
        value: (plot, y) => (y === null ? "" : y < 1 ? "under 1" : number(y, 0)) },
    ],
  }, [xs, ys], place);
}

/** Draws the curve and returns a function that redraws it. */
function startQuantiles(model) {
  const { stable, quantiles } = model.data;
  if (!stable) return () => {};
  const section = byId("quantiles");
  const form = section.querySelector("form");
  const place = section.querySelector(".chart");
  section.hidden = false;
  section.querySelector("h2").textContent = stable.label.charAt(0).toUpperCase() + stable.label.slice(1);
  section.querySelector("p").textContent = stable.meaning + ": all quantiles, in ms.";
  const names = { 0: "minimum", 0.5: "median", 1: "maximum" };
  const entries = Object.entries(quantiles || {}).sort((a, b) => a[0] - b[0]);
  section.querySelector("table").append(
    headRow(entries.map(([quantile]) => "#" + (names[quantile] || quantile))),
    element("tbody", {}, element("tr", {}, ...entries.map(entry => numberCell(number(entry[1], 0) + " ms")))));
  let plot = null;
  const redraw = () => {
    if (plot) plot.destroy();
    plot = quantileChart(stable, place, { tail: form.tail.checked, log: form.log.checked });
  };
  form.addEventListener("change", redraw);
  redraw();
  return redraw;
}

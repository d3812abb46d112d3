import uPlot from "uplot";
import { percent } from "../format.ts";
import type { PageData } from "./data.ts";
import { cssVariable, lineChart } from "./line-chart.ts";

type Side = "guarded" | "unguarded";

/** Precision by recall, with a ring at the chosen threshold. The function that comes back draws it anew. */
export function precisionChart(curve: PageData["curve"], chosen: () => number): () => void {
  const element = document.getElementById("precision-chart");
  if (!element) return () => {};
  const [x = [], guarded = [], unguarded = []] = uPlot.join([
    pointsOf(curve, "guarded"),
    pointsOf(curve, "unguarded"),
  ]) as unknown as [number[], (number | null)[], (number | null)[]];
  return lineChart({
    element,
    x,
    xLabel: "recall",
    xRange: [0, 1],
    formatX: (recall) => percent(recall).replace(".0", ""),
    lines: [
      { name: "Precision without guards", color: "--accent", values: unguarded, isDashed: true },
      { name: "Precision", color: "--accent", values: guarded },
    ],
    draw(chart) {
      const { precision, recall } = curve[chosen()]?.guarded ?? {};
      if (precision?.share == null || recall?.share == null) return;
      drawRing(chart, recall.share, precision.share);
    },
  });
}

/** Recall and precision of every threshold that has both, by recall. */
function pointsOf(curve: PageData["curve"], side: Side): uPlot.AlignedData {
  const points = curve
    .flatMap(({ [side]: { recall, precision } }) =>
      recall.share === null || precision.share === null ? [] : [[recall.share, precision.share]],
    )
    .sort(([one = 0], [other = 0]) => one - other);
  return [points.map(([recall = 0]) => recall), points.map(([, precision = 0]) => precision)];
}

function drawRing(chart: uPlot, x: number, y: number): void {
  const { ctx } = chart;
  ctx.save();
  ctx.strokeStyle = cssVariable("--text");
  ctx.lineWidth = 2 * devicePixelRatio;
  ctx.beginPath();
  const [left, top] = [chart.valToPos(x, "x", true), chart.valToPos(y, "y", true)];
  ctx.arc(left, top, 6 * devicePixelRatio, 0, 2 * Math.PI);
  ctx.stroke();
  ctx.restore();
}

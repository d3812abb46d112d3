import type uPlot from "uplot";
import { interval, percent, thresholdText, whole } from "../format.ts";
import type { Rate } from "../rate.ts";
import type { Rates } from "../rates.ts";
import type { PageData } from "./data.ts";
import { cssVariable, type Line, lineChart } from "./line-chart.ts";
import { precisionChart } from "./precision-chart.ts";

/** The chart of thresholds with its slider; moving the slider, or the pointer, says what a threshold would do. */
export function curveCharts({ curve, setup }: PageData): void {
  const element = document.getElementById("threshold-chart");
  const slider = document.getElementById("threshold") as HTMLInputElement | null;
  if (!element || !slider) return;
  const chosen = (): number => Number(slider.value);
  const redrawThresholds = lineChart({
    element,
    x: curve.map(({ threshold }) => threshold),
    xLabel: "threshold",
    formatX: thresholdText,
    lines: linesOf(curve),
    draw(chart) {
      drawMark(chart, setup.threshold, "--faint", "configured");
      drawMark(chart, curve[chosen()]?.threshold ?? 0, "--text", "");
    },
    onPoint: (index) => showReadout(curve[index ?? chosen()]),
  });
  const redrawPrecision = precisionChart(curve, chosen);
  slider.addEventListener("input", () => {
    showReadout(curve[chosen()]);
    redrawThresholds();
    redrawPrecision();
  });
  showReadout(curve[chosen()]);
}

function linesOf(curve: PageData["curve"]): Line[] {
  const line = (
    name: string,
    color: string,
    rateOf: (rates: Rates) => Rate,
  ): [dashed: Line, solid: Line] => {
    const [guarded, unguarded] = [
      curve.map((point) => rateOf(point.guarded)),
      curve.map((point) => rateOf(point.unguarded)),
    ];
    const shares = (rates: readonly Rate[]) => rates.map(({ share }) => share);
    const edges = { low: guarded.map(({ low }) => low), high: guarded.map(({ high }) => high) };
    return [
      { name: `${name} without guards`, color, values: shares(unguarded), isDashed: true },
      { name, color, values: shares(guarded), ...edges },
    ];
  };
  return [
    ...line("False hits", "--bad", ({ falseHitRate }) => falseHitRate),
    ...line("Recall", "--good", ({ recall }) => recall),
  ];
}

/** A vertical line at a threshold, with a word at its top. */
function drawMark(chart: uPlot, threshold: number, color: string, word: string): void {
  const { ctx, bbox } = chart;
  const x = Math.round(chart.valToPos(threshold, "x", true));
  if (x < bbox.left || x > bbox.left + bbox.width) return;
  const scale = devicePixelRatio;
  ctx.save();
  ctx.strokeStyle = cssVariable(color);
  ctx.fillStyle = cssVariable(color);
  ctx.lineWidth = scale;
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.textAlign = "left";
  ctx.font = `${12 * scale}px ${cssVariable("--font")}`;
  ctx.fillText(word, x + 5 * scale, bbox.top + 13 * scale);
  ctx.restore();
}

function showReadout(point: PageData["curve"][number] | undefined): void {
  const [output, readout] = ["threshold-value", "readout"].map((id) => document.getElementById(id));
  if (!point || !output || !readout) return;
  output.textContent = thresholdText(point.threshold);
  const { recall, falseHitRate, precision, right, wrong } = point.guarded;
  readout.textContent =
    `At ${thresholdText(point.threshold)} with guards: recall ${percent(recall.share)} (${interval(recall)}), ` +
    `false hits ${percent(falseHitRate.share)} (${interval(falseHitRate)}), precision ${percent(precision.share)}: ` +
    `${whole(right)} right hits, ${whole(wrong)} wrong. Without guards: recall ${percent(point.unguarded.recall.share)}, ` +
    `false hits ${percent(point.unguarded.falseHitRate.share)}.`;
}

import { thresholdText } from "../format.ts";
import type { Rate } from "../rate.ts";
import type { Rates } from "../rates.ts";
import type { PageData } from "./data.ts";
import { type Line, lineChart } from "./line-chart.ts";

/** Hits and wrong answers of a stream, by threshold. */
export function streamChart({ streamCurve }: PageData): void {
  const element = document.getElementById("stream-chart");
  if (!element) return;
  const line = (name: string, color: string, rateOf: (rates: Rates) => Rate): Line => {
    const rates = streamCurve.map(({ whole }) => rateOf(whole));
    return {
      name,
      color,
      values: rates.map(({ share }) => share),
      low: rates.map(({ low }) => low),
      high: rates.map(({ high }) => high),
    };
  };
  lineChart({
    element,
    x: streamCurve.map(({ threshold }) => threshold),
    xLabel: "threshold",
    formatX: thresholdText,
    lines: [
      line("Wrong answers", "--bad", ({ errorRate }) => errorRate),
      line("Hits", "--good", ({ hitRate }) => hitRate),
    ],
  });
}

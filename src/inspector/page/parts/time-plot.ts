import uPlot from "uplot";
import { clockText } from "../format.ts";
import { colorOf, mixed } from "./colors.ts";
import type { TimeChartProps } from "./time-chart.tsx";

/** A time line is never shorter: five minutes. */
const LEAST_SPAN_S = 300;
const FONT = "11px system-ui, sans-serif";

/** A plot in an element. `onPoint` is told where the pointer is. */
export function createTimePlot(
  element: HTMLElement,
  props: TimeChartProps,
  onPoint: (index: number | null) => void,
): uPlot {
  return new uPlot(
    {
      width: element.clientWidth,
      height: props.height,
      padding: [8, 14, 0, 0],
      legend: { show: false },
      cursor: {
        drag: { x: false, y: false },
        y: false,
        points: { show: props.kind === "area" },
        sync: { key: "time" },
      },
      scales: {
        x: { time: true, range: ({ data: [times] }) => spanOf(times) },
        y: { range: (_plot, _low, high) => [0, topOf(props, high)] },
      },
      axes: axesOf(props),
      series: [{}, ...seriesOf(props)],
      hooks: { setCursor: [({ cursor }) => onPoint(cursor.idx ?? null)] },
    },
    plotData(props),
    element,
  );
}

/** Bars stand on one another: each is drawn from the ground up to its top, the highest first. */
export function plotData({ times, series, kind }: TimeChartProps): uPlot.AlignedData {
  const seconds = times.map((time) => time / 1_000);
  if (kind === "area") return [seconds, ...series.map(({ values }) => [...values])];
  const tops = series.map((_one, last) =>
    times.map((_time, at) =>
      series.slice(0, last + 1).reduce((sum, { values }) => sum + (values[at] ?? 0), 0),
    ),
  );
  return [seconds, ...tops.reverse()];
}

/** From the first to the last of some seconds, with room for half a bar at both ends. */
export function spanOf(seconds: ArrayLike<number>): [from: number, to: number] {
  const high = seconds[seconds.length - 1] ?? 0;
  const from = Math.min(seconds[0] ?? 0, high - LEAST_SPAN_S);
  const room = (high - from) / 60;
  return [from - room, high + room];
}

function topOf({ most, kind }: TimeChartProps, high: number | null): number {
  return most ?? Math.max(kind === "bars" ? 4 : 1e-9, (high ?? 0) * 1.1);
}

function seriesOf({ series, kind }: TimeChartProps): uPlot.Series[] {
  const drawn = series.map(({ name, color }): uPlot.Series => {
    const stroke = colorOf(color);
    if (kind === "area") {
      return {
        label: name,
        stroke,
        fill: mixed(stroke, 14),
        width: 1.75,
        spanGaps: true,
        points: { show: ({ data: [times] }) => times.length === 1, size: 7 }, // no line has one end
      };
    }
    const paths = uPlot.paths.bars?.({ size: [0.72, 26], radius: 0.12 });
    return {
      label: name,
      fill: stroke,
      width: 0,
      points: { show: false },
      ...(paths && { paths }),
    };
  });
  return kind === "bars" ? drawn.reverse() : drawn;
}

function axesOf({ format }: TimeChartProps): uPlot.Axis[] {
  const common = { stroke: colorOf("--faint"), font: FONT, ticks: { show: false } };
  return [
    {
      ...common,
      size: 24,
      gap: 4,
      grid: { show: false },
      values: (_plot, splits) => splits.map((second) => clockText(second * 1_000).slice(0, 5)),
    },
    {
      ...common,
      size: 52,
      gap: 6,
      space: 36,
      grid: { stroke: colorOf("--line"), width: 1 },
      values: (_plot, splits) => splits.map(format),
    },
  ];
}

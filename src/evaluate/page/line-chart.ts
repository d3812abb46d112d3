import uPlot from "uplot";

/** A line, with an interval behind it if there is one. Values are shares from 0 to 1. */
export interface Line {
  readonly name: string;
  /** CSS variable of its colour. */
  readonly color: string;
  readonly values: readonly (number | null)[];
  readonly low?: readonly number[];
  readonly high?: readonly number[];
  readonly isDashed?: boolean;
}

/** A chart of shares. */
export interface LineChart {
  readonly element: HTMLElement;
  readonly x: readonly number[];
  readonly xLabel: string;
  /** Ends of the x axis. Left out: those of the data. */
  readonly xRange?: readonly [least: number, most: number];
  readonly lines: readonly Line[];
  /** Writes what the x axis shows. */
  formatX(x: number): string;
  /** Draws over the lines. */
  draw?(chart: uPlot): void;
  /** The pointer is at a point, or has left. */
  onPoint?(index: number | null): void;
}

const HEIGHT = 300;

/** Draws a chart; the function that comes back draws it anew. It follows the width and the colours of the page. */
export function lineChart(options: LineChart): () => void {
  let chart = create(options);
  new ResizeObserver(() => {
    chart.setSize({ width: options.element.clientWidth, height: HEIGHT });
  }).observe(options.element);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    chart.destroy();
    chart = create(options);
  });
  return () => chart.redraw(false);
}

/** The value of a CSS variable of the page. */
export function cssVariable(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function create(options: LineChart): uPlot {
  const { element, x, xRange, lines, draw, onPoint } = options;
  const data = [
    x,
    ...lines.flatMap(({ values, low, high }) => (low && high ? [values, high, low] : [values])),
  ];
  return new uPlot(
    {
      width: element.clientWidth,
      height: HEIGHT,
      legend: { show: false },
      cursor: { drag: { x: false, y: false }, y: false },
      scales: {
        x: { time: false, ...(xRange ? { range: [...xRange] } : {}) },
        y: { range: [0, 1] },
      },
      axes: axesOf(options),
      series: [{}, ...lines.flatMap(seriesOf)],
      bands: bandsOf(lines),
      hooks: {
        draw: draw ? [draw] : [],
        setCursor: [(chart) => onPoint?.(chart.cursor.idx ?? null)],
      },
    },
    data as unknown as uPlot.AlignedData,
    element,
  );
}

function axesOf({ formatX, xLabel }: LineChart): uPlot.Axis[] {
  const common = {
    stroke: cssVariable("--faint"),
    font: `12px ${cssVariable("--font")}`,
    grid: { stroke: cssVariable("--line"), width: 1 },
    ticks: { show: false },
  };
  return [
    {
      ...common,
      label: xLabel,
      labelFont: common.font,
      labelSize: 20,
      labelGap: 0,
      size: 30,
      gap: 6,
      values: (_chart, splits) => splits.map(formatX),
    },
    {
      ...common,
      size: 52,
      values: (_chart, splits) => splits.map((share) => `${Math.round(100 * share)} %`),
    },
  ];
}

function seriesOf({ name, color, low, high, isDashed }: Line): uPlot.Series[] {
  const stroke = cssVariable(color);
  const line = {
    label: name,
    stroke,
    width: isDashed ? 1.5 : 2,
    spanGaps: true,
    points: { show: false },
    ...(isDashed ? { dash: [5, 4] } : {}),
  };
  const edge = { label: `${name}, interval`, width: 0, points: { show: false } };
  return low && high ? [line, edge, edge] : [line];
}

/** The areas between the two edges of intervals. */
function bandsOf(lines: readonly Line[]): uPlot.Band[] {
  let at = 1;
  return lines.flatMap(({ color, low, high }) => {
    const first = at;
    at += low && high ? 3 : 1;
    if (!low || !high) return [];
    return [
      {
        series: [first + 1, first + 2] as [number, number],
        fill: `color-mix(in srgb, ${cssVariable(color)} 18%, transparent)`,
      },
    ];
  });
}

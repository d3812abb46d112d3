import { BYTES_EACH, type GrowthRow, type GrowthRun, PRECISIONS } from "./rows.ts";
import * as style from "./style.ts";

/** What is told to ECharts; its own type would have to be installed for the compiler. */
export type ChartOption = Readonly<Record<string, unknown>>;

/** A line: where it is drawn, its name in the legend, and its points. */
interface Line {
  readonly panel: number;
  readonly name: string;
  readonly points: readonly (readonly [entries: number, value: number])[];
  readonly look: ChartOption;
  /** Whether the value of the last point is written beside it. */
  readonly isLabelled?: boolean;
}

/** What a lookup reads of every entry at least: 256 bits, and a byte for how far it lies from the mean. */
const SKETCH_BYTES = 33;
const PANELS = ["Lookup, ms (median)", "Write, µs (median)", "Memory, bytes per entry"];

/** Three panels side by side, all against the number of entries: lookups, writes and memory. */
export function growthChart(run: GrowthRun): ChartOption {
  const lines = [...lookupLines(run), ...writeLines(run), ...memoryLines(run)];
  const dimensions = run.rows[0]?.dimensions ?? 0;
  return {
    animation: false,
    backgroundColor: style.BACKGROUND,
    textStyle: { fontFamily: style.FONT },
    title: [
      style.heading(`Memory store, one scope, ${dimensions} dimensions, threshold 0.9`),
      ...PANELS.map(style.panelTitle),
      ...captions(run).map(style.caption),
    ],
    legend: style.legend([...new Set(lines.map(({ name }) => name))]),
    grid: PANELS.map((_, at) => style.panel(at)),
    xAxis: PANELS.map((_, at) => style.entriesAxis(at)),
    yAxis: [
      style.logAxis(0, { min: 0.001, max: 100 }),
      style.linearAxis(1, { min: 0, max: 15 }),
      style.linearAxis(2, { min: 0, max: 2_500 }),
    ],
    series: lines.map(seriesOf),
  };
}

function lookupLines({ rows, bandwidth }: GrowthRun): Line[] {
  const counts = [...new Set(rows.map(({ count }) => count))];
  const vectorBytes = BYTES_EACH.float32 * (rows[0]?.dimensions ?? 0);
  const reading = (bytes: number): Line["points"] =>
    counts.map((count) => [count, (1_000 * count * bytes) / bandwidth]);
  return [
    ...measured(rows, 0, "p50Ms"),
    {
      panel: 0,
      name: "limit: reading every float32 vector",
      points: reading(vectorBytes),
      look: style.VECTOR_LIMIT,
    },
    {
      panel: 0,
      name: "limit: reading every sketch",
      points: reading(SKETCH_BYTES),
      look: style.SKETCH_LIMIT,
    },
  ];
}

function writeLines({ rows }: GrowthRun): Line[] {
  return measured(rows, 1, "insertUs");
}

function memoryLines({ rows }: GrowthRun): Line[] {
  const numbers = PRECISIONS.map((precision): Line => {
    const own = rows.filter((row) => row.precision === precision);
    const points = own.map((row) => [row.count, BYTES_EACH[precision] * row.dimensions] as const);
    return { panel: 2, name: "the vector alone", points, look: style.VECTOR_ALONE };
  });
  return [...measured(rows, 2, "bytesPerEntry"), ...numbers];
}

function measured(
  rows: readonly GrowthRow[],
  panel: number,
  figure: "p50Ms" | "insertUs" | "bytesPerEntry",
): Line[] {
  return PRECISIONS.map((precision) => {
    const own = rows.filter((row) => row.precision === precision);
    const points = own.map((row) => [row.count, row[figure]] as const);
    return { panel, name: precision, points, look: style.MEASURED[precision], isLabelled: true };
  });
}

function captions({ rows, about, bandwidth }: GrowthRun): string[] {
  const vector = (BYTES_EACH.float32 * (rows[0]?.dimensions ?? 0)).toLocaleString("en");
  const speed = (bandwidth / 1e9).toFixed(1);
  return [
    "Half of the lookups are paraphrases of something stored. Each store is asked in turn with all others.",
    `Limits: the ${vector} bytes of each float32 vector, or the ${SKETCH_BYTES} bytes of each sketch, at the ${speed} GB/s of main memory measured in the same run (the fastest of three ways).`,
    about,
  ];
}

function seriesOf({ panel, name, points, look, isLabelled }: Line): ChartOption {
  const last = points.length - 1;
  const data = points.map((value, at) =>
    at === last && isLabelled ? { value, label: style.lastValue(value[1]) } : value,
  );
  return { type: "line", name, xAxisIndex: panel, yAxisIndex: panel, data, ...look };
}

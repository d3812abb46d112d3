import type { Precision } from "./rows.ts";

type Look = Readonly<Record<string, unknown>>;

/** The size of the picture, in pixels. */
export const WIDTH = 1_140;
export const HEIGHT = 490;

/** Opaque, so that the dark text is legible on light and on dark pages. */
export const BACKGROUND = "#ffffff";
export const FONT = "Helvetica, Arial, sans-serif";

const TEXT = "#24292f";
const QUIET = "#57606a";
const RULE = "#e1e4e8";
const LEFT = [56, 428, 800];
const TOP = 118;
const PANEL = { width: 288, height: 250 };

/** How what was measured looks. */
export const MEASURED: Readonly<Record<Precision, Look>> = {
  float32: solid("#0969da", "circle"),
  int8: solid("#bc4c00", "rect"),
};

/** How what cannot be beaten looks. */
export const VECTOR_LIMIT: Look = dashed("#8250df", [7, 4]);
export const SKETCH_LIMIT: Look = dashed("#1a7f37", [7, 4]);
export const VECTOR_ALONE: Look = dashed("#57606a", [2, 3]);

/** The names of lines, in a row above the panels. */
export function legend(names: readonly string[]): Look {
  return {
    top: 46,
    left: LEFT[0],
    itemWidth: 30,
    itemGap: 44, // the widths of letters are only estimated where there is no browser
    textStyle: { color: TEXT, fontSize: 13 },
    data: names.map((name) => (name in MEASURED ? { name } : { name, itemStyle: { opacity: 0 } })),
  };
}

/** The title of the picture. */
export function heading(text: string): Look {
  return { text, left: LEFT[0], top: 12, textStyle: { color: TEXT, fontSize: 17 } };
}

/** What the values of a panel are. */
export function panelTitle(text: string, at: number): Look {
  return { text, left: LEFT[at], top: TOP - 34, textStyle: { color: TEXT, fontSize: 14 } };
}

/** A line of text below the panels. */
export function caption(text: string, at: number): Look {
  const textStyle = { color: QUIET, fontSize: 12, fontWeight: "normal" };
  return { text, left: LEFT[0], top: HEIGHT - 66 + 18 * at, textStyle };
}

/** Where a panel is. */
export function panel(at: number): Look {
  return { left: LEFT[at], top: TOP, ...PANEL };
}

/** The number of entries, from 1,000 to a million. */
export function entriesAxis(at: number): Look {
  return {
    ...axis("log", at),
    name: "entries",
    nameLocation: "middle",
    nameGap: 28,
    min: 1_000,
    max: 1_000_000,
    axisLabel: { color: QUIET, fontSize: 12, formatter: shortCount },
  };
}

/** Values over several powers of ten. */
export function logAxis(at: number, bounds: Look): Look {
  return { ...axis("log", at), ...bounds };
}

/** Values of one magnitude. */
export function linearAxis(at: number, bounds: Look): Look {
  return { ...axis("value", at), ...bounds };
}

/** The value of the last point of a line, written beside it. */
export function lastValue(value: number): Look {
  const text = value >= 100 ? Math.round(value).toLocaleString("en") : value.toPrecision(2);
  return { show: true, position: "right", color: TEXT, fontSize: 12, formatter: text };
}

function axis(type: "log" | "value", gridIndex: number): Look {
  return {
    type,
    gridIndex,
    nameTextStyle: { color: QUIET, fontSize: 12 },
    axisLine: { show: true, lineStyle: { color: QUIET } },
    axisLabel: { color: QUIET, fontSize: 12 },
    splitLine: { show: true, lineStyle: { color: RULE } },
  };
}

function shortCount(count: number): string {
  return count >= 1e6 ? `${count / 1e6}M` : `${count / 1e3}k`;
}

function solid(color: string, symbol: string): Look {
  return { color, symbol, symbolSize: 7, lineStyle: { color, width: 2 } };
}

function dashed(color: string, type: readonly number[]): Look {
  return { color, symbol: "none", lineStyle: { color, width: 1.5, type } };
}

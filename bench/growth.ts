/**
 * Draws `docs/images/memory-growth.svg` from `bench/growth/rows.jsonl`: `npm ci`, then `npm run growth` in
 * `bench/growth`. `npm run measure` there writes new rows first, which takes some minutes.
 */
import { writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { type ChartOption, growthChart } from "./growth/chart.ts";
import { readRun } from "./growth/rows.ts";
import { HEIGHT, WIDTH } from "./growth/style.ts";

interface Echarts {
  readonly init: (
    element: null,
    theme: null,
    options: {
      readonly renderer: "svg";
      readonly ssr: true;
      readonly width: number;
      readonly height: number;
    },
  ) => {
    setOption(option: ChartOption): void;
    renderToSVGString(): string;
    dispose(): void;
  };
}

const ROWS = new URL("growth/rows.jsonl", import.meta.url);
const IMAGE = new URL("../docs/images/memory-growth.svg", import.meta.url);

const echarts: Echarts = createRequire(new URL("growth/package.json", import.meta.url))("echarts");
const chart = echarts.init(null, null, {
  renderer: "svg",
  ssr: true,
  width: WIDTH,
  height: HEIGHT,
});
chart.setOption(growthChart(readRun(ROWS)));
await writeFile(IMAGE, `${chart.renderToSVGString()}\n`);
chart.dispose();
console.log(`Written: ${IMAGE.pathname}`);

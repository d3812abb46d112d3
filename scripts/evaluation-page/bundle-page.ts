import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

/** What the browser needs for a report. */
export interface EvaluationPage {
  readonly script: string;
  readonly style: string;
}

const SOURCES = new URL("../../src/evaluate/page/", import.meta.url);

const STYLES = ["page.css", "tables.css"];

/** Bundles the scripts and styles of `evaluate`'s HTML report, uPlot among them, into one text each. */
export async function bundlePage(): Promise<EvaluationPage> {
  const bundle = await rolldown({ input: fileURLToPath(new URL("main.ts", SOURCES)) });
  const { output } = await bundle.generate({
    format: "iife",
    minify: true,
    comments: false,
  });
  await bundle.close();
  const licence = await readFile(new URL(import.meta.resolve("uplot/LICENSE")), "utf8");
  const chartStyle = new URL(import.meta.resolve("uplot/dist/uPlot.min.css"));
  const styles = await Promise.all(
    [chartStyle, ...STYLES.map((name) => new URL(name, SOURCES))].map((url) =>
      readFile(url, "utf8"),
    ),
  );
  // Nothing in a script may look like the end of its element, nor begin a comment in it.
  const script = output[0].code.replaceAll("</", "<\\/").replaceAll("<!--", "<\\!--");
  return { script: `/*! uPlot\n${licence.trim()}\n*/\n${script.trim()}`, style: styles.join("\n") };
}

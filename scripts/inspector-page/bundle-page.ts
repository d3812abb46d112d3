import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import type { InspectorPage } from "../../src/inspector/contract.ts";

const SOURCES = new URL("../../src/inspector/page/", import.meta.url);
const PACKAGE = new URL("../../package.json", import.meta.url);

/** In the order they apply. */
const STYLES = [
  "colors.css",
  "frame.css",
  "cards.css",
  "controls.css",
  "tables.css",
  "charts.css",
  "overview.css",
  "views.css",
  "entries.css",
];

/** Bundles the scripts and styles of the inspector, Preact and uPlot among them, into one text each. */
export async function bundlePage(): Promise<InspectorPage> {
  const [script, style, licences, version] = await Promise.all([
    bundleScript(),
    readStyles(),
    readLicences(),
    readVersion(),
  ]);
  return { script: `${licences}\n${script}`, style, version };
}

async function bundleScript(): Promise<string> {
  const bundle = await rolldown({
    input: fileURLToPath(new URL("main.tsx", SOURCES)),
    platform: "browser",
  });
  const { output } = await bundle.generate({ format: "iife", minify: true, comments: false });
  await bundle.close();
  // Nothing in a script may look like the end of its element, nor begin a comment in it.
  return output[0].code.replaceAll("</", "<\\/").replaceAll("<!--", "<\\!--").trim();
}

async function readStyles(): Promise<string> {
  const charts = new URL(import.meta.resolve("uplot/dist/uPlot.min.css"));
  const own = STYLES.map((name) => new URL(`styles/${name}`, SOURCES));
  const texts = await Promise.all([charts, ...own].map((url) => readFile(url, "utf8")));
  return texts.join("\n");
}

async function readLicences(): Promise<string> {
  const names = ["preact", "uplot"];
  const texts = names.map(async (name) => {
    const text = await readFile(
      new URL("LICENSE", import.meta.resolve(`${name}/package.json`)),
      "utf8",
    );
    return `/*! ${name}\n${text.trim()}\n*/`;
  });
  return (await Promise.all(texts)).join("\n");
}

async function readVersion(): Promise<string> {
  const { version } = JSON.parse(await readFile(PACKAGE, "utf8")) as { version: string };
  return version;
}

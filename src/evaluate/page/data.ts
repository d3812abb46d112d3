import type { Evaluation } from "../evaluation.ts";

/** What the report carries for its charts. */
export type PageData = Pick<Evaluation, "curve" | "streamCurve" | "setup">;

/** Reads it out of the page. */
export function readData(): PageData {
  return JSON.parse(document.getElementById("evaluation")?.textContent ?? "{}") as PageData;
}

import type { Finding } from "../findings.ts";
import { cosine, whole } from "../format.ts";
import { reasonSentence } from "../sentences.ts";
import { oneLine } from "./one-line.ts";
import type { Paint } from "./paint.ts";

/** The first lookups of a list, in a few lines each. */
export function findingLines(findings: readonly Finding[], limit: number, paint: Paint): string[] {
  const shown = findings.slice(0, limit).flatMap((finding) => linesOf(finding, paint));
  const rest = findings.length - limit;
  return rest > 0 ? [...shown, paint.faint(`and ${whole(rest)} more`)] : shown;
}

function linesOf(finding: Finding, paint: Paint): string[] {
  const { asked, stored, similarity, id, category } = finding;
  const margin = " ".repeat(7);
  return [
    `${cosine(similarity).padEnd(7)}${oneLine(asked)}`,
    ...(stored === null ? [] : [`${margin}${oneLine(stored)}`]),
    paint.faint(
      `${margin}${[reasonSentence(finding), category, id].filter(Boolean).map(String).map(oneLine).join(" · ")}`,
    ),
  ];
}

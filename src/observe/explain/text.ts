import type {
  ExplainedBounds,
  ExplainedExact,
  ExplainedPlan,
  Explanation,
  ScopePart,
} from "./explanation.ts";
import { linesOf, type Row, rowIf } from "./lines.ts";
import { farLine, neighbourLines } from "./neighbour-text.ts";
import { cosine, entryName, figure, quoted, shortened, spanOf } from "./words.ts";

/** An explanation for people. */
export function textOf(explained: Omit<Explanation, "text">): string {
  const { plan, scope, key, nearest, unusable, bounds } = explained;
  const rows: Row[] = [
    ["a call now", explained.action],
    ...planRows(plan),
    ...rowIf("question", explained.query, quoted),
    ...rowIf("normal form", explained.normalForm, quoted),
    ...rowIf("scope, key", scope, () => `${scope?.slice(0, 8)} ${key?.slice(0, 8)}`),
    ...rowIf("exact", scope && (explained.exact ?? "nothing stored"), exactText),
    ...rowIf("not compared", explained.notCompared, String),
    ...rowIf("by meaning", bounds, (each) => boundsText(each, explained.embeddingModel)),
    ...explained.underWay.map(({ shared, similarity, query }): Row => {
      return [shared ? "waits for" : "under way", `${cosine(similarity)} ${quoted(query)}`];
    }),
    ...unusable.map(({ entryId, similarity, reason }): Row => {
      return ["unusable", `${cosine(similarity)} ${entryName(entryId)}: ${reason}`];
    }),
  ];
  const near = nearest.filter(({ similarity }) => similarity >= (bounds?.searchedFrom ?? -1));
  const far = nearest.slice(near.length);
  return [
    headline(explained),
    ...linesOf(rows),
    ...near.flatMap((neighbour, index) => neighbourLines(neighbour, index + 1)),
    ...(far.length > 0 ? [""] : []),
    ...far.map((neighbour, index) => farLine(neighbour, near.length + index + 1)),
  ].join("\n");
}

function headline(explained: Omit<Explanation, "text">): string {
  const { outcome, kind, reason, rule, problem, inFlight } = explained;
  if (outcome === "hit") return `hit, ${kind}${inFlight ? ", from a call under way" : ""}`;
  const would = kind ? `, would have been a hit, ${kind}` : "";
  const named = rule ? ` ${rule}` : "";
  const because = problem ? `: ${shortened(problem, 200)}` : "";
  return `${outcome}, ${reason}${named}${would}${because}`;
}

/** Parts that stand in a line of their own. */
const SAID: ReadonlySet<string> = new Set(["keyFormat", "namespace", "provider", "modelId"]);

function planRows({ model, operation, namespace, mode, ...plan }: ExplainedPlan): Row[] {
  const parts = plan.inScope.filter(({ name }) => !SAID.has(name));
  const width = Math.max(...parts.map(({ name }) => name.length));
  const directives = Object.entries(plan.directives).map(
    ([name, value]) => `${name}: ${JSON.stringify(value)}`,
  );
  return [
    ["model", `${model}, ${operation}`],
    ...rowIf("namespace", namespace, quoted),
    ...rowIf("mode", mode === "on" ? undefined : mode, String),
    ...rowIf("the call says", directives.join(", "), (said) => shortened(said, 160)),
    ...parts.map((part, index): Row => [index === 0 ? "in scope" : "", partText(part, width)]),
    ...rowIf("ignored", plan.ignored.join(", "), (names) => shortened(names, 160)),
  ];
}

function partText({ name, fingerprint, value }: ScopePart, width: number): string {
  return `${name.padEnd(width)}  ${fingerprint}  ${shortened(value, 80)}`;
}

function exactText(exact: ExplainedExact | "nothing stored"): string {
  if (typeof exact === "string") return exact;
  const { entryId, foundBy, ageMs, freshness, served, reason } = exact;
  const facts = [entryName(entryId), `by ${foundBy}`, `${spanOf(ageMs)} old`, freshness];
  const verdict = served ? "served" : `not served: ${reason}`;
  return [...facts.filter((fact) => fact !== undefined), verdict].join(", ");
}

function boundsText(bounds: ExplainedBounds, embeddingModel: string | undefined): string {
  const { policy, servedFrom, raisedBy, grayZone } = bounds;
  const raised = raisedBy > 0 ? ` (${figure(raisedBy)} of it by the audit)` : "";
  const gray = grayZone
    ? [`the verifier decides from ${figure(grayZone.from)} to ${figure(grayZone.to)}`]
    : [];
  const facts = [embeddingModel, `policy ${policy}`, `from ${figure(servedFrom)} on${raised}`];
  return [...facts, ...gray].join(", ");
}

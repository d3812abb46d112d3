import type {
  ExplainedLearned,
  GuardVerdict,
  Neighbour,
  PolicyVerdict,
  VerifierVerdict,
} from "./explanation.ts";
import { linesOf, type Row, rowIf } from "./lines.ts";
import { cosine, entryName, figure, quoted, shortened, spanOf } from "./words.ts";

/** What was found out about a stored question, for people. */
export function neighbourLines(neighbour: Neighbour, rank: number): string[] {
  const { verdict, entryId, ageMs, freshness, guards } = neighbour;
  const word = verdict.accepted ? "accepted" : (verdict.reason ?? "refused");
  const rows: Row[] = [
    ["verdict", `${word}${verdict.comparison ? ` (${verdict.comparison})` : ""}`],
    ["entry", [entryName(entryId), `${spanOf(ageMs)} old`, freshness].join(", ")],
    ...rowIf("learned", neighbour.learned, learnedText),
    ...guardRows(guards),
    ["policy", policyText(neighbour.policy)],
    ...rowIf("verifier", neighbour.verifier, verifierText),
  ];
  return ["", ...linesOf([titleOf(neighbour, rank)]), ...linesOf(rows, 3)];
}

/** The same in one line, for what is too far away to be looked at. */
export function farLine(neighbour: Neighbour, rank: number): string {
  const [line = ""] = linesOf([titleOf(neighbour, rank)]);
  return `${line} is too far away`;
}

function titleOf({ similarity, query }: Neighbour, rank: number): Row {
  return [`${rank}. ${cosine(similarity)}`, quoted(query)];
}

function guardRows(guards: readonly GuardVerdict[]): Row[] {
  if (guards.length === 0) return [];
  const against = guards.filter(({ verdict }) => verdict !== "passes");
  if (against.length === 0) return [["guards", "all agree"]];
  return against.map((guard, index): Row => [index === 0 ? "guards" : "", guardText(guard)]);
}

/** What a guard says, then the words that caused it: asked and stored. */
function guardText({ name, verdict, reason, query = [], candidate = [] }: GuardVerdict): string {
  const said = `${name}${verdict === "failed" ? " failed" : ""}: ${reason}`;
  const isQuoting = query.length + candidate.length > 0;
  const words = isQuoting ? ` [${wordsOf(query)} / ${wordsOf(candidate)}]` : "";
  return shortened(`${said}${words}`, 160);
}

function wordsOf(words: readonly string[]): string {
  return words.length === 0 ? "nothing" : words.map((word) => JSON.stringify(word)).join(" ");
}

function policyText({ asked, serves, explores, numbers = {} }: PolicyVerdict): string {
  if (!asked) return "not asked";
  const word = explores ? "wants to learn first" : serves ? "agrees" : "does not agree";
  const figures = Object.entries(numbers).map(([name, value]) => `${name} ${figure(value)}`);
  return [word, ...figures].join(", ");
}

function verifierText({ asked, later, agrees }: VerifierVerdict): string {
  if (later) return "is asked behind the model's answer";
  if (!asked) return "not asked by explain";
  return agrees ? "agrees" : "does not agree";
}

function learnedText(learned: ExplainedLearned): string {
  const { observations, correct, leastSimilarity, quarantinedAt } = learned;
  const facts = [`right for ${correct} of ${observations} compared questions`];
  if (leastSimilarity !== undefined) facts.push(`not below ${figure(leastSimilarity)}`);
  if (quarantinedAt !== undefined) facts.push("said to be wrong");
  return facts.join(", ");
}

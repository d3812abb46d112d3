import { canonicalJson } from "../../request/canonical-json.ts";
import { hasAnswers } from "./incomparable.ts";
import { plainText } from "./plain-text.ts";
import type { Verify } from "./verify.ts";

/**
 * A verifier for answers of which there are two: yes when the stored and the fresh one are the same text
 * after evening out case, spacing, punctuation around words, marks of Markdown and notations of numbers,
 * or the same JSON, whatever the order of its keys. Code is compared to the letter. Needs no model. Without a
 * fresh answer it is a no; when one of the two has no text it throws, because nothing is known then.
 */
export function sameText(): Verify {
  return ({ answer, freshAnswer }) =>
    hasAnswers(answer, freshAnswer) && isSameText(answer, freshAnswer);
}

/** Whether two answers are the same text in the sense of {@link sameText}. */
export function isSameText(left: string, right: string): boolean {
  const [leftJson, rightJson] = [structureOf(left), structureOf(right)];
  if (leftJson !== undefined || rightJson !== undefined) return leftJson === rightJson;
  const plain = plainText(left);
  return plain === "" ? left.trim() === right.trim() : plain === plainText(right);
}

/** One text for all notations of the same JSON object or array; `undefined` for anything else. */
function structureOf(text: string): string | undefined {
  const json = withoutFence(text.trim());
  if (!/^[[{]/.test(json)) return undefined;
  if (/\d{16}/.test(json)) return undefined; // parsed as a number it would lose its last digits
  try {
    return canonicalJson(JSON.parse(json));
  } catch {
    return undefined; // text that only begins like JSON
  }
}

function withoutFence(text: string): string {
  if (!text.startsWith("```") || !text.endsWith("```")) return text;
  const [, ...lines] = text.slice(0, -3).split("\n");
  return lines.join("\n").trim();
}

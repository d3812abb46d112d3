import type { AnswerMetadata } from "@/lib/chat-message";

/** Where an answer came from, in a few words: "answered from cache · 0.94 · 3 h old · 412 tokens saved". */
export function badgeText({ cache, tookMs }: AnswerMetadata): string {
  if (!cache?.hit) {
    const answerer = cache ? "answered by the model" : "answered by the model, past the cache";
    return `${answerer} · ${(tookMs / 1000).toFixed(1)} s`;
  }
  const { kind, similarity, ageMs, savedUsage } = cache;
  const tokens = (savedUsage.inputTokens ?? 0) + (savedUsage.outputTokens ?? 0);
  const how = kind === "exact" ? "same question" : cut(similarity);
  return `answered from cache · ${how} · ${age(ageMs)} old · ${tokens} tokens saved`;
}

/** Not rounded: 0.799 must not look like the 0.80 that a hit takes. */
function cut(similarity: number): string {
  return (Math.trunc(similarity * 100) / 100).toFixed(2);
}

const UNITS = [
  ["d", 86_400],
  ["h", 3_600],
  ["min", 60],
] as const;

function age(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const [unit, length] = UNITS.find(([, least]) => seconds >= least) ?? ["s", 1];
  return `${Math.floor(seconds / length)} ${unit}`;
}

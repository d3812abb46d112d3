import type { GuardText } from "../../lookup/guards/guard-text.ts";
import { resolveGuards } from "../../lookup/guards/index.ts";
import type { ResolvedGuard } from "../../lookup/guards/one-language.ts";
import { rememberingLast } from "../../lookup/guards/remembering-last.ts";
import type { SemanticCacheOptions } from "../../options.ts";
import type { GuardVerdict } from "./explanation.ts";

/** All guards of a cache, where a lookup stops at the first veto. */
export interface GuardPanel {
  readonly names: readonly string[];
  /** What each says of a stored question; nothing where that is not known. */
  verdicts(query: string, candidate: string | undefined): readonly GuardVerdict[];
}

/** The {@link GuardPanel} of a cache's `guards` option. */
export function createGuardPanel(option: SemanticCacheOptions["guards"] = "standard"): GuardPanel {
  const { guards, read } = resolveGuards(option);
  const readQuestion = rememberingLast(read);
  return {
    names: guards.map(({ name }) => name),
    verdicts(query, candidate) {
      if (candidate === undefined) return [];
      const [asked, stored] = [readQuestion(query), read(candidate)];
      return guards.map((guard) => verdictOf(guard, asked, stored));
    },
  };
}

function verdictOf(
  { name, veto }: ResolvedGuard,
  asked: GuardText,
  stored: GuardText,
): GuardVerdict {
  try {
    const said = veto(asked, stored);
    if (said === undefined) return { name, verdict: "passes" };
    return { name, verdict: "vetoes", ...said };
  } catch (error) {
    return { name, verdict: "failed", reason: String(error) }; // a lookup refuses the match
  }
}

import { saidAtOnce } from "../../deadline.ts";
import type { Guard, Veto } from "./guard.ts";
import type { GuardText } from "./guard-text.ts";

/** A guard as the cache asks it: both texts are in the same language, and a veto is never only a sentence. */
export interface ResolvedGuard extends Guard {
  veto(query: GuardText, candidate: GuardText): Veto | undefined;
}

/** A guard that is shown both texts in the same language. */
export function inOneLanguage(guard: Guard): ResolvedGuard {
  return {
    name: guard.name,
    veto(query, candidate) {
      if (query.language === candidate.language) return said(guard.veto(query, candidate));
      const language = languageOfBoth(query, candidate);
      return said(guard.veto(query.as(language), candidate.as(language)));
    },
  };
}

function said(answer: Veto | string | undefined): Veto | undefined {
  const veto = saidAtOnce("a guard's veto", answer);
  return typeof veto === "string" ? { reason: veto } : veto;
}

/** The language that is known of either; of two, that of the longer text. */
function languageOfBoth(query: GuardText, candidate: GuardText): string | undefined {
  const [asked, stored] = [query.language, candidate.language];
  if (stored === undefined) return asked;
  if (asked === undefined) return stored;
  const [mine, theirs] = [query.tokens.length, candidate.tokens.length];
  if (mine !== theirs) return mine > theirs ? asked : stored;
  return asked < stored ? asked : stored;
}

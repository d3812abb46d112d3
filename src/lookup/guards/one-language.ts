import type { Guard } from "./guard.ts";
import type { GuardText } from "./guard-text.ts";

/** A guard that is shown both texts in the same language. */
export function inOneLanguage(guard: Guard): Guard {
  return {
    name: guard.name,
    veto(query, candidate) {
      if (query.language === candidate.language) return guard.veto(query, candidate);
      const language = languageOfBoth(query, candidate);
      return guard.veto(query.as(language), candidate.as(language));
    },
  };
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

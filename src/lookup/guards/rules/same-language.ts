import type { Guard } from "../guard.ts";

/** Vetoes when the questions are asked in two languages: who asks in German is not answered in English. */
export const sameLanguageGuard: Guard = {
  name: "same-language",
  veto(query, candidate) {
    const [asked, stored] = [query.spoken, candidate.spoken];
    if (asked === undefined || stored === undefined || asked === stored) return undefined;
    return { reason: `asked in two languages: ${asked} and ${stored}` };
  },
};

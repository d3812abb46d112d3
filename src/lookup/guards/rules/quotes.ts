import { differs, exclusiveBy } from "../comparing/exclusive.ts";
import type { Guard } from "../guard.ts";

/** Vetoes when each question quotes something the other has not: times for "Oppenheimer", times for "Barbie". */
export const quotesGuard: Guard = {
  name: "quotes",
  veto(query, candidate) {
    const quotes = exclusiveBy(query.quotes, candidate.quotes, (quote) => quote.toLowerCase());
    if (quotes.mine.length === 0 || quotes.theirs.length === 0) return undefined;
    const [asked, stored] = [query.text.toLowerCase(), candidate.text.toLowerCase()];
    const mine = quotes.mine.filter((quote) => !stored.includes(quote.toLowerCase()));
    const theirs = quotes.theirs.filter((quote) => !asked.includes(quote.toLowerCase()));
    return mine.length > 0 && theirs.length > 0
      ? differs("different quotations", { mine, theirs })
      : undefined;
  },
};

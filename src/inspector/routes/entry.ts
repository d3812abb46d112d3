import type { EntryAnswer } from "../contract.ts";
import { json, Refusal } from "../http/answers.ts";
import { parametersOf } from "../http/parameters.ts";
import type { Route } from "../inspection.ts";
import { shownEntry } from "../show/shown-entry.ts";

/** `GET api/entry?entryId=` */
export const entryRoute: Route = async ({ cache, showsTexts }, request) => {
  const entryId = parametersOf(request).entryId("entryId");
  if (entryId === undefined) throw new Refusal("invalid-input", "Name an entry by its entryId.");
  for await (const entry of cache.entries({ entryId })) {
    const shown = shownEntry(entry, showsTexts() ? "all" : "none");
    return json({ entry: shown } satisfies EntryAnswer);
  }
  throw new Refusal("unknown-entry", "There is no such entry any more.");
};

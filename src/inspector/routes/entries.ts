import type { InvalidateFilter } from "../../manage/entry-selection.ts";
import type { EntryView } from "../../manage/entry-view.ts";
import type { EntryPage } from "../contract.ts";
import { readEntryPage } from "../entry-page.ts";
import { json, Refusal } from "../http/answers.ts";
import { type Parameters, parametersOf } from "../http/parameters.ts";
import type { Route } from "../inspection.ts";
import { shownEntry } from "../show/shown-entry.ts";

const LIMIT = { least: 1, most: 100 };
const USUAL_LIMIT = 50;

/** `GET api/entries?search=&namespace=&tag=&model=&limit=&after=` */
export const entriesRoute: Route = async ({ cache, showsTexts }, request, signal) => {
  const parameters = parametersOf(request);
  const search = parameters.text("search");
  if (search !== undefined && !showsTexts()) {
    throw new Refusal("texts-hidden", "Texts are hidden, and so cannot be searched.");
  }
  const limit = parameters.number("limit", LIMIT) ?? USUAL_LIMIT;
  const { entries, ...page } = await readEntryPage(cache.entries(filterOf(parameters)), {
    limit,
    after: parameters.text("after"),
    test: search === undefined ? () => true : saysText(search),
    signal,
  });
  const amount = showsTexts() ? "beginning" : "none";
  const shown = entries.map((entry) => shownEntry(entry, amount));
  return json({ ...page, entries: shown } satisfies EntryPage);
};

/** A filter without a field is none. */
function filterOf(parameters: Parameters): InvalidateFilter | undefined {
  const given = ["namespace", "tag", "model"].flatMap((name) => {
    const value = parameters.text(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return given.length === 0 ? undefined : Object.fromEntries(given);
}

function saysText(search: string): (entry: EntryView) => boolean {
  const wanted = search.toLowerCase();
  return ({ query = "", answer }) =>
    query.toLowerCase().includes(wanted) || answer.toLowerCase().includes(wanted);
}

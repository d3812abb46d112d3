import type { NeighbourList } from "../contract.ts";
import { json, Refusal } from "../http/answers.ts";
import { parametersOf } from "../http/parameters.ts";
import type { Route } from "../inspection.ts";
import { shownNeighbour } from "../show/shown-neighbour.ts";

const LIMIT = { least: 1, most: 50 };

/** `GET api/neighbours?entryId=&text=&namespace=&limit=` */
export const neighboursRoute: Route = async ({ cache, showsTexts }, request) => {
  const parameters = parametersOf(request);
  const text = parameters.text("text");
  const entryId = parameters.entryId("entryId");
  if (text === undefined && entryId === undefined) {
    throw new Refusal("invalid-input", "Give a text, the entryId of an entry, or both.");
  }
  if (text !== undefined && !showsTexts()) {
    throw new Refusal("texts-hidden", "Texts are hidden: neighbours are found by entryId only.");
  }
  const found = await cache.neighbours({
    text,
    entryId,
    namespace: parameters.text("namespace"),
    limit: parameters.number("limit", LIMIT),
  });
  const texts = showsTexts();
  const neighbours = found.map((near) => shownNeighbour(near, texts));
  return json({ neighbours } satisfies NeighbourList);
};

import type { Feed } from "../contract.ts";
import { json } from "../http/answers.ts";
import { parametersOf } from "../http/parameters.ts";
import type { Route } from "../inspection.ts";

const ANY_ID = { least: 0, most: Number.MAX_SAFE_INTEGER };

/** `GET api/feed?after=` */
export const feedRoute: Route = ({ watch }, request) => {
  const after = parametersOf(request).number("after", ANY_ID) ?? 0;
  return json({ items: watch.feed.after(after) } satisfies Feed);
};

import { withDeadline } from "../deadline.ts";
import { problemAnswer, Refusal } from "./http/answers.ts";
import { checkReader } from "./http/same-site.ts";
import type { Inspection, Route } from "./inspection.ts";
import { ACTION_ROUTES } from "./routes/actions.ts";
import { entriesRoute } from "./routes/entries.ts";
import { entryRoute } from "./routes/entry.ts";
import { feedRoute } from "./routes/feed.ts";
import { createLiveEventsRoute } from "./routes/live-events.ts";
import { neighboursRoute } from "./routes/neighbours.ts";
import { createOverviewRoute } from "./routes/overview.ts";
import { pageRoute } from "./routes/page.ts";

const PATIENCE_MS = 15_000;

/** Answers requests by the end of their path, wherever the inspector is mounted. Never fails. */
export function createRouter(inspection: Inspection): (request: Request) => Promise<Response> {
  const readers: ReadonlyMap<string, Route> = new Map([
    ["overview", createOverviewRoute(inspection)],
    ["feed", feedRoute],
    ["events", createLiveEventsRoute()],
    ["entries", entriesRoute],
    ["entry", entryRoute],
    ["neighbours", neighboursRoute],
  ]);
  const actions: ReadonlyMap<string, Route> = new Map(Object.entries(ACTION_ROUTES));

  function routeOf({ method, url }: Request): Route {
    const name = /\/api\/([a-z]+)\/*$/.exec(new URL(url).pathname)?.[1] ?? "";
    const action = actions.get(name);
    if (action) return method === "POST" ? action : notAllowed("POST");
    if (method !== "GET" && method !== "HEAD") return notAllowed("GET, HEAD");
    const reader = readers.get(name);
    return reader ? forOwnPage(reader) : pageRoute;
  }

  return async (request) => {
    try {
      const route = routeOf(request);
      const answer = await withDeadline("the inspector", PATIENCE_MS, request.signal, (signal) =>
        route(inspection, request, signal),
      );
      return request.method === "HEAD" ? withoutBody(answer) : answer;
    } catch (error) {
      return problemAnswer(error);
    }
  };
}

function forOwnPage(route: Route): Route {
  return (inspection, request, signal) => {
    checkReader(request);
    return route(inspection, request, signal);
  };
}

function notAllowed(allow: string): Route {
  return () => {
    throw new Refusal("method", `Use ${allow}.`, { allow });
  };
}

function withoutBody(answer: Response): Response {
  answer.body?.cancel().catch(() => {}); // a live feed must not go on for nobody
  const { status, headers } = answer;
  return new Response(null, { status, headers });
}

import { expect, vi } from "vitest";
import type { SemanticCacheOptions } from "../../../src/index.ts";
import { ACTION_HEADER, type InspectorProblem } from "../../../src/inspector/contract.ts";
import {
  type CacheInspector,
  type CacheInspectorOptions,
  cacheInspector,
} from "../../../src/inspector/index.ts";
import { type CachedModel, cachedModel } from "../../support/cached-model.ts";

/** The page itself is the browser's matter: `test-browser/inspector`. */
vi.mock("#inspector-page", () => ({
  inspectorPage: { script: "show()", style: "body {}", version: "1.2.3" },
}));

export const ORIGIN = "https://app.example";

/** What an answer of JSON says. */
export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
}

/** A model behind a cache with an inspector at `/cache`, which everybody may see. */
export interface Inspected extends CachedModel {
  readonly inspector: CacheInspector;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** `GET /cache/api/…` */
  get<Body>(path: string): Promise<Body>;
  /** `POST /cache/api/…`, as the inspector's page does. */
  post<Body>(path: string, body: unknown, headers?: HeadersInit): Promise<Answer<Body>>;
}

/** Options: those of the inspector, and as `cache` those of the cache. */
export function inspected({
  cache: cacheOptions,
  ...options
}: CacheInspectorOptions & {
  readonly cache?: SemanticCacheOptions & { answer?: (call: number) => string };
} = {}): Inspected {
  const cached = cachedModel(cacheOptions);
  const inspector = cacheInspector(cached.cache, { authorize: () => true, ...options });
  const fetch: Inspected["fetch"] = (path, init) => inspector(new Request(ORIGIN + path, init));
  return {
    ...cached,
    inspector,
    fetch,
    get: async (path) => (await fetch(`/cache/api/${path}`)).json(),
    async post(path, body, headers = {}) {
      const text = typeof body === "string" ? body : JSON.stringify(body);
      const given = { ...PAGE_HEADERS, ...Object.fromEntries(new Headers(headers)) };
      const response = await fetch(`/cache/api/${path}`, {
        method: "POST",
        body: text,
        headers: given,
      });
      return { status: response.status, body: await response.json() };
    },
  };
}

/** What a browser and the page send along. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  "content-type": "application/json",
  [ACTION_HEADER]: "1",
  "sec-fetch-site": "same-origin",
  origin: ORIGIN,
};

/** Refused, and why. */
export function refused(
  status: number,
  problem: InspectorProblem["problem"],
): { readonly status: number; readonly body: object } {
  return { status, body: expect.objectContaining({ problem }) as object };
}

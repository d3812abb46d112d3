import { describe, expect, test } from "vitest";
import { memoryStore } from "../../src/index.ts";
import type { Feed } from "../../src/inspector/contract.ts";
import { shortName } from "../support/short-name.ts";
import { inspected } from "./support/inspected.ts";

const QUESTION = "How do I reset my password?";

describe("the feed is what the cache did, in order", () => {
  test("from the beginning, or after an event", async () => {
    const { ask, stream, get } = inspected();
    await ask(QUESTION);
    await stream("How can I reset my password?");

    const { items } = await get<Feed>("feed");
    const { items: later } = await get<Feed>(`feed?after=${items[1]?.id}`);

    expect(items.map(({ event }) => shortName(event))).toEqual([
      "miss:no-match",
      "write",
      "hit:semantic",
    ]);
    expect(later).toEqual(items.slice(2));
    expect(items.map(({ id }) => id - (items[0]?.id ?? 0))).toEqual([0, 1, 2]);
  });

  test("an event of another process comes before all: everything is told", async () => {
    const { ask, get } = inspected();
    await ask(QUESTION);
    const { items } = await get<Feed>("feed");

    const early = await get<Feed>("feed?after=7");
    const late = await get<Feed>("feed?after=9007199254740991");

    expect(early.items).toEqual(items);
    expect(late.items).toEqual(items);
  });

  test("of very many events, the latest thousand are kept", async () => {
    const { ask, cache, get } = inspected();
    const { providerMetadata } = await ask(QUESTION);
    const entryId = String(providerMetadata?.semanticCache?.entryId);
    for (let said = 0; said < 1_005; said++) await cache.feedback(entryId, { correct: true });

    const { items } = await get<Feed>("feed");

    expect(items).toHaveLength(1_000);
    expect((items.at(-1)?.id ?? 0) - (items[0]?.id ?? 0)).toBe(999);
  });

  test.each(["-1", "1.5", "x", "1e3", "99999999999999999999"])(
    "after=%s is no event",
    async (after) => {
      const answer = await inspected().get(`feed?after=${after}`);

      expect(answer).toMatchObject({ problem: "invalid-input" });
    },
  );
});

test.each([
  [new TypeError(`fetch failed: ${QUESTION}`), { name: "TypeError" }],
  [Object.assign(new Error(QUESTION), { code: "ECONNREFUSED" }), { code: "ECONNREFUSED" }],
  [Object.assign(new Error(), { name: QUESTION, code: QUESTION }), { name: "Error" }],
  [QUESTION, { name: "Error" }],
  [{ name: QUESTION, prompt: QUESTION }, { name: "Error" }],
])(
  "of an error only name and code are told, for it may quote a prompt: %o",
  async (error, told) => {
    const store = { ...memoryStore(), get: () => Promise.reject(error) };
    const { ask, get } = inspected({ cache: { store } });
    await ask(QUESTION);

    const { items } = await get<Feed>("feed");

    const failure = items.map(({ event }) => event).find(({ type }) => type === "error");
    expect(failure).toMatchObject({ stage: "lookup", error: told });
    expect(JSON.stringify(items)).not.toContain(QUESTION);
  },
);

test("a cache that is inspected answers as before, whatever the inspector is asked", async () => {
  const { ask, fetch, path } = inspected();
  await ask(QUESTION);

  await Promise.all(["/cache/api/entries?limit=x", "/cache/api/entry"].map((url) => fetch(url)));
  const { text } = await ask(QUESTION);

  expect([text, ...path()]).toEqual(["answer 1", "miss:no-match", "write", "hit:exact"]);
});

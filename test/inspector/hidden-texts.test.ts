import { describe, expect, test } from "vitest";
import { type Guard, memoryStore } from "../../src/index.ts";
import type { EntryPage, NeighbourList, Overview } from "../../src/inspector/contract.ts";
import { encryptedStore } from "../../src/stores/encrypted/index.ts";
import { type Inspected, inspected } from "./support/inspected.ts";

const CANARY = "zanzibar";
const QUESTION = `How do I reset my ${CANARY} password?`;

/** A guard that says everything it knows. */
const quoting: Guard = {
  name: "quoting",
  veto({ text }, candidate) {
    if (text.includes(" not ") === candidate.text.includes(" not ")) return undefined;
    return {
      reason: `${text} is not ${candidate.text}`,
      query: [text],
      candidate: [candidate.text],
    };
  },
};

/** Traffic whose every text holds the canary: hits, vetoes, failures that quote the prompt. */
async function busy(options: Parameters<typeof inspected>[0]): Promise<Inspected> {
  let calls = 0;
  const one = inspected({
    readOnly: false,
    ...options,
    cache: {
      guards: [quoting, "standard"],
      answer: () => `Ask ${CANARY}.`,
      verify: () => {
        calls += 1;
        if (calls === 2) throw new Error(`The judge cannot judge ${CANARY}`);
        return true;
      },
      ...options?.cache,
    },
  });
  await one.ask(QUESTION);
  await one.ask(QUESTION);
  await one.stream(`How can I reset my ${CANARY} password?`);
  await one.ask(`How do I reset my ${CANARY} password now?`);
  await one.ask(`How do I not reset my ${CANARY} password?`);
  await one.ask(`How do I not reset my ${CANARY} password?!`);
  return one;
}

/** Everything every route says. */
async function everythingOf({ fetch, get, post }: Inspected): Promise<string[]> {
  const { entries } = await get<EntryPage>("entries");
  const ids = entries.map(({ entryId }) => entryId);
  const reads = [
    ...["", "/api/overview", "/api/feed", "/api/entries", "/api/entries?search=zanzi"],
    ...["/api/neighbours?text=reset", "/api/neighbours?text=reset&entryId="],
    ...ids.flatMap((id) => [`/api/entry?entryId=${id}`, `/api/neighbours?entryId=${id}`]),
  ];
  const texts = await Promise.all(reads.map(async (path) => (await fetch(`/cache${path}`)).text()));
  const actions = await Promise.all([
    post("pin", { entryId: ids[0], pinned: true }),
    post("feedback", { entryId: ids[0], correct: false }),
    post("invalidate", { tag: "none", dryRun: true }),
    post("delete", { entryId: ids[1] }),
  ]);
  return [...texts, JSON.stringify(actions), await firstLiveEvents(fetch)];
}

async function firstLiveEvents(fetch: Inspected["fetch"]): Promise<string> {
  const reader = (await fetch("/cache/api/events")).body?.getReader();
  await reader?.read();
  const { value } = (await reader?.read()) ?? {};
  await reader?.cancel();
  return new TextDecoder().decode(value);
}

const encrypted = (): ReturnType<typeof encryptedStore> =>
  encryptedStore({ store: memoryStore(), keys: [{ id: "1", secret: "s".repeat(32) }] });

describe.each([
  ["texts: false", () => ({ texts: false })],
  ["a store that hides texts", () => ({ cache: { store: encrypted() } })],
])("with %s", (_, options) => {
  test("no route says a word of a question, an answer or an error", async () => {
    const one = await busy(options());

    const said = await everythingOf(one);

    expect(one.path()).toEqual(expect.arrayContaining(["hit:semantic", "miss:vetoed"]));
    expect(said.filter((text) => text.includes(CANARY))).toEqual([]);
    expect(said.every((text) => text.length > 20)).toBe(true);
  });

  test("the rest is there: ids, times, similarities, which guards spoke", async () => {
    const { get } = await busy(options());

    const { entries } = await get<EntryPage>("entries");
    const near = await get<NeighbourList>(`neighbours?entryId=${entries[0]?.entryId}`);

    expect(await get<Overview>("overview")).toMatchObject({ texts: false });
    expect(entries.length).toBeGreaterThan(1);
    expect(near.neighbours[0]?.guards).toContainEqual({ name: "quoting", verdict: "vetoes" });
    expect(near.neighbours[0]?.similarity).toBeGreaterThan(0.8);
  });

  test.each(["entries?search=x", "neighbours?text=x"])(
    "what is hidden cannot be asked for either: %s",
    async (path) => {
      const { get } = await busy(options());

      expect(await get(path)).toMatchObject({ problem: "texts-hidden" });
    },
  );
});

test("texts that are not hidden are there: the canary is found where it should be", async () => {
  const one = await busy({});

  const said = await everythingOf(one);

  expect(said.filter((text) => text.includes(CANARY)).length).toBeGreaterThan(5);
  expect(said.slice(2, 3).concat(said.slice(-2)).join("")).not.toContain(CANARY); // feed, actions, live
});

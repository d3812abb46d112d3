import { describe, expect, test } from "vitest";
import type { CacheEvent } from "../../src/index.ts";
import { redisStore } from "../../src/stores/redis/index.ts";
import { cachedModel } from "../support/cached-model.ts";

/** What something that is no Redis, or stands between, may answer to every command. */
const REPLIES: readonly (readonly [string, unknown])[] = [
  ["a list of two others", [1, "foo"]],
  ["an empty list", []],
  ["a text", "OK"],
  ["a number", 1],
  ["an object", { result: "OK" }],
  ["nothing", null],
  ["true", true],
];

function cachedBehind(reply: unknown) {
  const events: CacheEvent[] = [];
  const store = redisStore({ client: { call: async () => reply }, stateless: true });
  const cached = cachedModel({ store, onEvent: (event: CacheEvent) => void events.push(event) });
  return { ...cached, errors: () => events.filter((event) => event.type === "error") };
}

describe.each(REPLIES)("a Redis that answers every command with %s", (_what, reply) => {
  test("costs misses, and an event says of each that its lookup failed", async () => {
    const { ask, errors, cache } = cachedBehind(reply);

    const { text } = await ask("Where is my parcel?");
    await cache.flush();

    expect(text).not.toBe("");
    expect(errors().map(({ stage }) => stage)).toContain("lookup");
    expect(String(errors()[0]?.error)).toContain("Redis answered MGET with something else than");
  });

  test("is no empty one to who removes", async () => {
    const { cache } = cachedBehind(reply);

    await expect(cache.invalidate({ tag: "shop" })).rejects.toThrow("Redis answered");
  });

  test("is no empty one to who counts", async () => {
    const { cache } = cachedBehind(reply);

    await expect(cache.size()).rejects.toThrow("Redis answered");
  });
});

import { expect, test } from "vitest";
import { type RedisClient, redisCommands } from "../../src/store-kit/redis/redis-client.ts";
import { shortId } from "../../src/store-kit/redis/short-id.ts";
import { redisStore } from "../../src/stores/redis/index.ts";

const client = { call: async () => "OK" };

test.each([
  ["nothing", undefined, "undefined"],
  ["text", "redis://localhost", "redis://localhost"],
  ["an object that is no client", {}, "an object without call or sendCommand"],
  ["a cluster of node-redis", { slots: [], sendCommand() {} }, "a cluster of node-redis"],
])("%s as client is refused with a clear error", (_what, given, got) => {
  expect(() => redisStore({ client: given as unknown as RedisClient })).toThrow(
    `redisStore: client must be a connected client of ioredis or of redis (createClient); got ${got}.`,
  );
});

test.each([
  [
    { prefix: "a*" },
    'redisStore: prefix must be 1 to 64 letters, digits, "_", "." or "-"; got "a*".',
  ],
  [{ maxEntries: 0 }, "redisStore: maxEntries must be a whole number above 0; got 0."],
  [{ maxMirrorBytes: -1 }, "redisStore: maxMirrorBytes must be a whole number above 0; got -1."],
  [
    { invalidationIntervalMs: 0.5 },
    "redisStore: invalidationIntervalMs must be a whole number above 0; got 0.5.",
  ],
])("an option that makes no sense is refused with a clear error: %o", (options, message) => {
  expect(() => redisStore({ client, ...options })).toThrow(message);
});

test("a client that throws at once rejects like any other", async () => {
  const broken = {
    call(): Promise<unknown> {
      throw new Error("not connected");
    },
  };

  await expect(redisCommands("test", broken).send([["PING"], ["PING"]])).rejects.toThrow(
    "not connected",
  );
});

test("bytes reach a client of node-redis as a Buffer, after the name of the command", async () => {
  const sent: unknown[] = [];
  const commands = redisCommands("test", { sendCommand: async (args) => void sent.push(args) });

  await commands.send([["SET", "key", Uint8Array.of(1, 2, 3).subarray(1)]]);

  expect(sent).toEqual([["SET", "key", Buffer.from([2, 3])]]);
});

test("texts that a client gives as bytes are texts, also inside of lists", async () => {
  const client = { call: async () => [Buffer.from("naïve"), [Buffer.from(""), 1, null]] };

  const [reply] = await redisCommands("test", client).send([["XRANGE", "key"]]);

  expect(reply).toEqual(["naïve", ["", 1, null]]);
});

test("a short id never changes: others have stored it", () => {
  expect([shortId("a"), shortId("b"), shortId("c0ffee".repeat(10))]).toMatchInlineSnapshot(`
    [
      "82f6be81a504",
      "1b34f45ea749",
      "8e09ea33cd63",
    ]
  `);
});

test("short ids of many hashes are all different", () => {
  const ids = Array.from({ length: 50_000 }, (_, at) => shortId(at.toString(16)));

  expect(new Set(ids).size).toBe(ids.length);
});

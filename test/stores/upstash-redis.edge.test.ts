import { Redis } from "@upstash/redis/cloudflare";
import { afterEach, expect, test, vi } from "vitest";
import { encodeRecord } from "../../src/store-kit/record.ts";
import { upstashRedisStore } from "../../src/stores/upstash-redis/index.ts";
import { entry, hash } from "../support/upstash/samples.ts";

afterEach(() => void vi.unstubAllGlobals());

/** What the service says to one request, and what it was asked. */
function play(reply: unknown): string[] {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (_url: string, { body }: RequestInit) => {
    asked.push(String(body));
    return Response.json(reply);
  });
  return asked;
}

const encoded = (text: string): string =>
  btoa(String.fromCharCode(...new TextEncoder().encode(text)));
const client = (): Redis => new Redis({ url: "https://redis.test", token: "token" });

test("a record that the service sends is read on an edge runtime, to the letter", async () => {
  const payload = '{"answer":"Öffne 👩‍👩‍👧"}';
  const asked = play([{ result: [encoded(encodeRecord(entry(10, { payload }))), null] }]);

  const found = await upstashRedisStore({ client: client() }).get({
    scope: hash(1),
    keys: [hash(10)],
  });

  expect(found?.payload).toBe(payload);
  expect(asked).toHaveLength(1);
});

test("an entry is written with one request on an edge runtime", async () => {
  const isNew = [1, []];
  const asked = play([{ result: isNew }, ...Array(3).fill({ result: [] })]);

  await upstashRedisStore({ client: client() }).set(entry(10));

  expect(asked).toHaveLength(1);
  expect(JSON.parse(asked[0] ?? "")).toHaveLength(4);
});

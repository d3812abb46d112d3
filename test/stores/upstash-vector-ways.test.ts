import { afterEach, describe, expect, test, vi } from "vitest";
import { answerOnce } from "../support/answer-once.ts";
import { at, changesOf, entry, HOUR, hash, near } from "../support/upstash/samples.ts";
import { vectorSettings } from "../support/upstash/vector-setting.ts";
import type { VectorStandIn } from "../support/upstash/vector-stand-in.ts";

const setting = vectorSettings();
afterEach(() => void vi.useRealTimers());

/** Lets time pass; timers of the network go on. */
function pass(milliseconds: number): void {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + milliseconds });
}

const exact = { scope: hash(1), keys: [hash(10)] };
const paths = ({ requests }: VectorStandIn): string[] =>
  requests.map(({ path }) => path.split("/")[1] ?? "");

describe("upstash-vector, requests", () => {
  test("an exact lookup is one request, a semantic hit two, a semantic miss one", async () => {
    const { standIn, another } = setting();
    await another().set(entry(10));
    const store = another();
    await store.search(near(30)); // asks once what the index is like
    standIn.requests.length = 0;

    await store.get(exact);
    await store.search(near(5));
    await store.search(near(30));

    expect(paths(standIn)).toEqual(["fetch", "query", "fetch", "query"]);
  });

  test("entries that are gone do not take the place of others", async () => {
    const { client, another } = setting();
    for (const key of [10, 11, 12, 13, 14]) await another().set(entry(key, { vector: at(key) }));
    const gone = [10, 11, 12].map((key) => `e.${hash(1)}.${hash(key)}`);
    await client.delete(gone, { namespace: "test.1.records" });

    const matches = await another().search({ ...near(10), limit: 2 });

    expect(matches.map((match) => match.entry.key)).toEqual([hash(13), hash(14)]);
  });

  test("a similarity is the raw cosine, not the score of the service", async () => {
    const { client, another } = setting();
    await another().set(entry(10, { vector: at(60) }));
    const [namespace = ""] = (await client.listNamespaces()).filter((name) => /vectors/.test(name));

    const [match] = await another().search(near(0, 0.3));
    const [found] = await client.query({ vector: [...at(0)], topK: 1 }, { namespace });

    expect(found?.score).toBeCloseTo(0.75, 5);
    expect(match?.similarity).toBeCloseTo(0.5, 5);
  });

  test("only hex digits, fixed words and the prefix reach names, ids and prefixes", async () => {
    const { standIn, another } = setting();
    for (const namespace of ["a*", "a'b", "{a}", "租户", "a\u0000b", "GLOB '*'"]) {
      await answerOnce(another(), { namespace });
    }
    await another().delete({ namespace: hash(2) });

    const names = standIn.requests.map(({ path }) => path);
    const asked = standIn.requests.map(({ body }) => JSON.stringify(body));

    for (const name of names) {
      expect(name).toMatch(/^\/[a-z-]+(\/test\.1\.(records|vectors\.[0-9a-f]+\.[0-9a-f]+))?$/);
    }
    const ids = asked.flatMap(
      (body) => body.match(/"(?:ids|prefix|filter|cursor)":[^}\]]*/g) ?? [],
    );
    for (const id of ids) expect(id).toMatch(/^"(ids|prefix|cursor)":[[",\w.:]*$/);
  });
});

describe("upstash-vector, slow to show writes", () => {
  test("a process sees its own writes at once, another one later", async () => {
    const { another } = setting({ delayMs: 8_000 });
    const [mine, theirs] = [another(), another()];
    await mine.set(entry(10));

    const early = [await mine.get(exact), await theirs.get(exact)];
    const [found] = await mine.search(near(5));
    pass(9_000);
    const late = await theirs.get(exact);

    expect(early.map((item) => item?.key)).toEqual([hash(10), undefined]);
    expect(found?.entry.key).toBe(hash(10));
    expect(late?.key).toBe(hash(10));
  });

  test("a process does not see what it removed, though the service still shows it", async () => {
    const { another } = setting({ delayMs: 8_000 });
    const [mine, theirs] = [another(), another()];
    await theirs.set(entry(10));
    pass(20_000);

    const removed = await mine.delete({ namespace: hash(2) });

    expect(removed).toBe(1);
    expect(await mine.get(exact)).toBeUndefined();
    expect(await mine.search(near(0))).toEqual([]);
    expect(await mine.size()).toMatchObject({ entries: 0 });
    expect(await theirs.get(exact)).toMatchObject({ key: hash(10) });
  });

  test("an entry can be deleted by its address before the service shows it", async () => {
    const { another } = setting({ delayMs: 8_000 });
    await another().set(entry(10));

    await another().delete({ entries: [{ scope: hash(1), key: hash(10) }] });
    pass(20_000);

    expect(await another().get(exact)).toBeUndefined();
    expect(await another().search(near(0))).toEqual([]);
  });

  test("what is known by heart is forgotten after a while: the service decides", async () => {
    const { another } = setting();
    const [mine, theirs] = [another(), another()];
    await mine.set(entry(10));
    await theirs.delete({});

    const early = await mine.get(exact);
    pass(11_000);

    expect(early).toMatchObject({ key: hash(10) });
    expect(await mine.get(exact)).toBeUndefined();
  });
});

describe("upstash-vector, entries that end", () => {
  test("a vector whose entry has ended is removed when a search meets it", async () => {
    const { client, another } = setting();
    await another().set(entry(10));
    pass(HOUR + 120_000);

    const matches = await another().search(near(0));

    expect(matches).toEqual([]);
    await expect.poll(async () => (await client.info()).vectorCount).toBe(1); // the record
  });

  test("a vector whose entry has just ended is left alone: another process may write it anew", async () => {
    const { standIn, client, another } = setting();
    await another().set(entry(10));
    pass(HOUR + 5_000);

    const matches = await another().search(near(0));
    for (let turn = 0; turn < 3; turn++) await client.info(); // whatever nobody waited for is sent by now

    expect(matches).toEqual([]);
    expect(paths(standIn)).not.toContain("delete");
  });

  test("records and vectors of ended entries go when entries are counted", async () => {
    const { client, another } = setting();
    await another().set(entry(10, { normalKey: hash(11) }));
    pass(HOUR + 120_000);
    const store = another();
    const changes = changesOf(store);

    const { entries } = await store.size();

    expect(entries).toBe(0);
    expect((await client.info()).vectorCount).toBe(0);
    expect(changes).toEqual([{ type: "expire", scope: hash(1), key: hash(10) }]);
  });

  test("what was written anew after its end stays, though the service still shows the old one", async () => {
    const { another } = setting({ delayMs: 8_000 });
    const [mine, theirs] = [another(), another()];
    const alias = { alias: hash(5), target: hash(6), namespace: hash(7) };
    const write = async (): Promise<void> => {
      await mine.set(entry(10));
      await mine.setAlias({ ...alias, expiresAt: Date.now() + HOUR });
    };
    await write();
    pass(HOUR + 120_000);
    await write();

    await mine.delete({ namespace: hash(8) });

    pass(9_000);
    expect(await theirs.get(exact)).toMatchObject({ key: hash(10) });
    expect(await theirs.getAlias(hash(5))).toBe(hash(6));
  });

  test("clearing everything removes the namespaces, and no others", async () => {
    const { client, another } = setting();
    await client.upsert({ id: "1", vector: [...at(0)] }, { namespace: "somebody-else" });
    await another().set(entry(10));
    await another().set(entry(11, { scope: hash(9) }));

    await another().delete({});

    const { namespaces } = await client.info();
    expect(namespaces).toMatchObject({ "somebody-else": { vectorCount: 1 } });
    expect(Object.keys(namespaces).filter((name) => /vectors/.test(name))).toEqual([]);
  });

  test("a namespace goes with its last vector", async () => {
    const { client, another } = setting();
    await another().set(entry(10));

    await another().delete({ model: hash(3) });

    expect(await client.listNamespaces()).toEqual(["", "test.1.records"]);
  });
});

import { describe, expect, test } from "vitest";
import { type CacheStore, memoryStore } from "../../src/index.ts";
import { decodePayload, encodePayload } from "../../src/response/payload.ts";
import { decodeRecord, encodeRecord } from "../../src/store-kit/record.ts";
import { seededRandom } from "../../src/testing/chaos/seeded-random.ts";
import { sampleEntry } from "../../src/testing/store-case.ts";
import { cachedModel } from "../support/cached-model.ts";
import { describeEveryStore } from "./support/every-store.ts";
import { damagedPayload, forgedPayload, GOLDEN } from "./support/payload-fuzz.ts";
import { reportInputs, scaled } from "./support/report-inputs.ts";

const QUESTION = "How do I reset my password?";
const builtIns = [Object, Array, String, Number, Function].map(({ prototype }) => prototype);
const pollution = (): string =>
  JSON.stringify(builtIns.map((each) => Reflect.ownKeys(each).map(String)));
const clean = pollution();

/** Every field that may come out of a payload, by the kind of part. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  text: ["type", "text", "chunks", "citations"],
  reasoning: ["type", "text", "chunks", "citations"],
  source: ["type", "sourceType", "id", "url", "title", "mediaType", "filename"],
  file: ["type", "mediaType", "base64", "url"],
  object: ["type", "toolName", "text"],
};

function foreignFields(part: object & { readonly type: string }): string[] {
  const known = Object.hasOwn(FIELDS, part.type) ? FIELDS[part.type] : undefined;
  return Reflect.ownKeys(part)
    .map(String)
    .filter((name) => !known?.includes(name));
}

/** The type of a part of a result, if it is not one that an answer from the cache may have. */
function unknownType({ type }: { readonly type: string }): string[] {
  return ["text", "reasoning", "source", "file"].includes(type) ? [] : [type];
}

/** A store in which every answer becomes what `payloadOf` says. */
function forging(store: CacheStore, payloadOf: () => string): CacheStore {
  return { ...store, set: (entry) => store.set({ ...entry, payload: payloadOf() }) };
}

describe("S7 what a store returns is data, whoever wrote it", () => {
  test("the golden payload is read whole", () => {
    expect(decodePayload(encodePayload(GOLDEN))).toEqual(GOLDEN);
  });

  test("a forged payload is refused, or read as known parts with known fields only", () => {
    const random = seededRandom(7);
    const count = scaled(20_000);
    let read = 0;

    for (let at = 0; at < count; at++) {
      const payload = decodePayload(forgedPayload(random));
      if (typeof payload === "string") continue;
      read++;
      expect(payload.answer.parts.flatMap(foreignFields)).toEqual([]);
      expect(Object.getPrototypeOf(payload.answer)).toBe(Object.prototype);
    }

    expect(pollution()).toBe(clean);
    expect(read).toBeGreaterThan(count / 20);
    expect(read).toBeLessThan(count);
    reportInputs("S7", count, "forged payloads with a right checksum");
  });

  test("a damaged payload or record is never read as something else", () => {
    const random = seededRandom(8);
    const count = scaled(20_000);
    const golden = encodePayload(GOLDEN);

    for (let at = 0; at < count; at++) {
      const text = damagedPayload(random);
      if (text !== golden) expect(typeof decodePayload(text), text).toBe("string");
    }
    const record = encodeRecord(sampleEntry());
    for (let at = 0; at < record.length; at++) {
      const cut = record.slice(0, at);
      const changed = `${cut}${record[at] === "0" ? "1" : "0"}${record.slice(at + 1)}`;
      expect(typeof decodeRecord(cut)).toBe("string");
      expect(typeof decodeRecord(changed)).toBe("string");
    }

    reportInputs("S7", count + 2 * record.length, "damaged payloads and records");
  });

  test.each(["ask", "stream"] as const)(
    "no forged payload breaks a call or brings a tool call into it, %s",
    async (call) => {
      const random = seededRandom(9);
      const count = scaled(400);
      let hits = 0;

      for (let at = 0; at < count; at++) {
        const store = forging(memoryStore(), () => forgedPayload(random));
        const cached = cachedModel({ store, embeddingModel: null });
        await cached[call](QUESTION);
        const result = await cached[call](QUESTION);
        const isHit = cached.path().includes("hit:exact");
        if (isHit) hits++;
        expect(JSON.stringify(result)).not.toContain("polluted");
        if (!Array.isArray(result)) expect(result.content.flatMap(unknownType)).toEqual([]);
        if (!isHit) expect(cached.calls()).toBe(2);
      }

      expect(hits).toBeGreaterThan(count / 20);
      expect(pollution()).toBe(clean);
      reportInputs("S7", count, "forged payloads behind a call");
    },
  );

  describeEveryStore((open, { share }) => {
    test("a forged payload costs a miss at most", async () => {
      const random = seededRandom(10);
      const count = scaled(40 * share);
      const inner = await open();

      for (let at = 0; at < count; at++) {
        const store = forging(inner, () => forgedPayload(random));
        const { ask } = cachedModel({
          store,
          namespace: `${at}`,
          embeddingModel: null,
          timeouts: { get: "10s", write: "10s" },
        });
        await ask(QUESTION);
        const { content } = await ask(QUESTION);
        expect(JSON.stringify(content)).not.toContain("polluted");
        expect(content.flatMap(unknownType)).toEqual([]);
      }

      expect(pollution()).toBe(clean);
      reportInputs("S7", count, "forged payloads, all stores together");
    });
  });
});

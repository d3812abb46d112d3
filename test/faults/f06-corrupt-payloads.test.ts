import { describe, expect, test } from "vitest";
import { checksum } from "../../src/checksum.ts";
import type { CacheStore } from "../../src/index.ts";
import { chaosStore, type EntryFault } from "../../src/testing/index.ts";
import { describeEveryStore } from "../support/every-store.ts";
import { expectRight, oracleDesk } from "../support/oracle-desk.ts";
import { question } from "./support/oracle-model.ts";

const [ASKED, PARAPHRASE] = [question("harbour"), question("harbour", 1)];

/** A payload with another text of JSON in it, and the checksum that belongs to that: only what it says is off. */
const forged = (json: string): string => `answer/1 ${checksum(json)} ${json}`;
const reworked =
  (change: (json: string) => string) =>
  (payload: string): string =>
    forged(change(payload.slice("answer/1 00000000 ".length)));

const DEEP = 400_000;

type Damage = (payload: string) => string;

const DAMAGE: Readonly<Record<string, Damage>> = {
  "cut in the middle": (payload) => payload.slice(0, payload.length >> 1),
  "cut, with a right checksum": reworked((json) => json.slice(0, -20)),
  "changed by one bit": (payload) => payload.replace("answer is", "answer it"),
  emptied: () => "",
  "somebody else's": () => '{"answer":"hello"}',
  "nothing but null": () => forged("null"),
  "a list": () => forged("[]"),
  [`nested ${DEEP} deep`]: () => forged("[".repeat(DEEP) + "]".repeat(DEEP)),
  "a list of lists for parts": reworked((json) => json.replace('"parts":[', '"parts":[[],')),
  "a part of an unknown kind": reworked((json) => json.replace('"type":"text"', '"type":"x"')),
  "a part named like a method": reworked((json) => json.replace('"text"', '"constructor"')),
  "parts that are no list": reworked((json) => json.replace(/"parts":\[.*?\]/, '"parts":{}')),
  "a text that is infinite": reworked((json) => json.replace(/"text":"[^"]*"/, '"text":1e999')),
  "a model that is a number": reworked((json) => json.replace(/"model":"[^"]*"/, '"model":7')),
};

const LATER = ["answer/2", "answer/10", "answer/99999999999999999999"];

const IN_TRANSIT: readonly EntryFault[] = [
  ...(["cut-payload", "flip-bit", "wrong-scope"] as const),
  ...(["nan-vector", "wrong-dimensions", "lose"] as const),
];

const VECTORS: Readonly<Record<string, Float32Array>> = {
  NaN: new Float32Array(256).fill(Number.NaN),
  infinite: new Float32Array(256).fill(Number.POSITIVE_INFINITY),
  zero: new Float32Array(256),
  "not of length 1": new Float32Array(256).fill(3),
  "too short": new Float32Array(64).fill(1 / 8),
  empty: new Float32Array(),
};

describeEveryStore(({ name, open }) => {
  describe.each(["generate", "stream"] as const)("%s", (operation) => {
    const line = { fault: "F6", store: name, operation };

    test("F6 a payload with any damage is a miss, told of and removed", async (context) => {
      const { store } = await open();
      const [writer, reader] = [
        oracleDesk({ store, embeddingModel: null }),
        oracleDesk({ store, embeddingModel: null, shouldStore: () => false }),
      ];
      const answers: string[] = [];
      for (const [how, damage] of Object.entries(DAMAGE)) {
        answers.push(await writer.ask(operation, ASKED));
        await rewrite(store, damage);

        answers.push(await reader.ask(operation, ASKED));

        expect(reader.path().slice(0, 2), how).toEqual(["error:lookup:corrupt", "miss:exact-only"]);
        expect(await rewrite(store, damage), how).toBeUndefined();
      }
      expectRight(context, line, answers);
    });

    test("F6 a payload of a later form is a miss, and is left alone", async (context) => {
      const answers: string[] = [];
      for (const form of LATER) {
        const { store } = await open();
        await oracleDesk({ store, embeddingModel: null }).ask(operation, ASKED);
        const payload = await rewrite(store, (text) => text.replace("answer/1", form));
        const desk = oracleDesk({ store, embeddingModel: null, mode: "read-only" });

        answers.push(await desk.ask(operation, ASKED));

        expect(desk.path()[0]).toBe("error:lookup:unknown-format");
        expect(await rewrite(store, (text) => text)).toBe(payload);
      }
      expectRight(context, line, answers);
    });

    test("F6 what is damaged between store and cache is never served", async (context) => {
      const { store } = await open();
      await oracleDesk({ store }).ask(operation, ASKED);
      const answers: string[] = [];
      for (const fault of IN_TRANSIT) {
        const desk = oracleDesk({
          store: chaosStore(store, { all: () => fault }),
          mode: "read-only",
        });
        answers.push(await desk.ask(operation, ASKED), await desk.ask(operation, PARAPHRASE));
      }
      expectRight(context, line, answers);
    });

    test("F6 a vector that is none makes an entry the answer to nobody's question", async (context) => {
      const { store } = await open();
      await oracleDesk({ store }).ask(operation, ASKED);
      const desk = oracleDesk({ store, mode: "read-only", guards: false, threshold: 0.5 });
      const answers: string[] = [];
      for (const vector of Object.values(VECTORS)) {
        await rewrite(store, (payload) => payload, vector).catch(() => {}); // may be refused at once
        answers.push(await desk.ask(operation, "What colour has Mars?"));
      }
      expectRight(context, line, answers);
    });
  });
});

/** Writes the one entry of a store again, changed; says what its payload is. */
async function rewrite(
  store: CacheStore,
  damage: Damage,
  vector?: Float32Array,
): Promise<string | undefined> {
  let payload: string | undefined;
  for (const entry of await Array.fromAsync(store.entries())) {
    payload = damage(entry.payload);
    await store.set({ ...entry, ...(vector && { vector }), payload });
  }
  return payload;
}

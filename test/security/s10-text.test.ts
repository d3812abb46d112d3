import { describe, expect, test } from "vitest";
import { cachedModel } from "../support/cached-model.ts";
import { fakeEmbedding, trigramVector } from "../support/embedding.ts";
import { addressOf } from "../support/plan.ts";
import { reportInputs } from "./support/report-inputs.ts";

/** Texts that look the same, or that become the same when somebody tidies them up. */
const LOOK_ALIKES: Readonly<Record<string, readonly string[]>> = {
  "halves of surrogate pairs": ["a\ud800b", "a\udc00b", "a\udfffb", "a\ufffdb", "a\ud83d\ude00b"],
  "composed and decomposed": ["caf\u00e9", "cafe\u0301", "cafe"],
  "letters of other scripts": ["paypal", "p\u0430yp\u0430l", "\uff50aypal", "payp\u03b1l"],
  "what has no width": [
    "account",
    "acc\u200bount",
    "acc\u00adount",
    "acc\u2060ount",
    "\ufeffaccount",
  ],
  direction: ["evil", "\u202eevil", "evil\u202c", "\u2066evil\u2069"],
  "control characters": ["a b", "a\u0000b", "a\u0001b", "a\u007fb", "a\u0085b"],
  "ligatures and digits": ["file 1", "\ufb01le 1", "file \u0661", "file \u00b9", "file \uff11"],
};

describe("S10 a question is compared as it was written, to the code unit", () => {
  test.each(Object.entries(LOOK_ALIKES))(
    "%s: every spelling has a key of its own",
    async (_, texts) => {
      const addresses = await Promise.all(texts.map((text) => addressOf({ prompt: text })));

      expect(new Set(addresses.map(({ key }) => key)).size).toBe(texts.length);
      expect(new Set(addresses.map(({ scope }) => scope)).size).toBe(1);
      reportInputs("S10", texts.length, "spellings");
    },
  );

  test.each(Object.entries(LOOK_ALIKES))(
    "%s in instructions are different instructions",
    async (_, texts) => {
      const calls = texts.map((content) => ({
        prompt: [
          { role: "system", content },
          { role: "user", content: [{ type: "text", text: "Hello?" }] },
        ],
      }));

      const addresses = await Promise.all(calls.map((call) => addressOf(call)));

      expect(new Set(addresses.map(({ scope }) => scope)).size).toBe(texts.length);
      reportInputs("S10", texts.length, "spellings of instructions");
    },
  );

  test("an embedding model gets text that every encoder takes", async () => {
    const embeddingModel = fakeEmbedding((text) => trigramVector(text));
    const { ask } = cachedModel({ embeddingModel });
    const texts = Object.values(LOOK_ALIKES).flat();

    for (const text of texts) await ask(`Is this ${text}?`);

    expect(embeddingModel.asked.filter((text) => !text.isWellFormed())).toEqual([]);
    expect(embeddingModel.asked.length).toBeGreaterThan(texts.length / 2);
    reportInputs("S10", texts.length, "texts to embed");
  });

  test("no answer is served to another spelling, unless Unicode calls the two the same text", async () => {
    const { ask } = cachedModel({ embeddingModel: null });
    const texts = Object.values(LOOK_ALIKES).flat();
    const answers: string[] = [];

    for (const text of texts) answers.push((await ask(`Is this ${text}?`)).text);

    const different = new Set(texts.map((text) => text.normalize("NFC")));
    expect(new Set(answers).size).toBe(different.size);
    expect(different.size).toBe(texts.length - 1);
    reportInputs("S10", texts.length, "spellings asked exactly");
  });
});

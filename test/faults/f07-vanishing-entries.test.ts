import type { LanguageModelV4Prompt } from "@ai-sdk/provider";
import { wrapLanguageModel } from "ai";
import { describe, expect, test } from "vitest";
import { memoryStore, semanticCache } from "../../src/index.ts";
import { trigramEmbedding } from "../support/embedding.ts";
import { describeEveryStore } from "../support/every-store.ts";
import { expectRight, oracleDesk } from "../support/oracle-desk.ts";
import { SCALE } from "./support/on-every-store.ts";
import { oracleAnswerTo, oracleModel, question } from "./support/oracle-model.ts";

const SUBJECTS = ["harbour", "library", "museum", "station"];
const ROUNDS = 5 * SCALE;
const TTL_MS = 40;
/** What a busy machine may take between looking at an entry and telling its age. */
const SLACK_MS = 250;

describeEveryStore(({ name, open }) => {
  describe.each(["generate", "stream"] as const)("%s", (operation) => {
    const line = { fault: "F7", store: name, operation };

    test("F7 data that is wiped while it is looked up costs misses", async (context) => {
      const { store, wipe } = await open();
      const desk = oracleDesk({ store });
      const answers: string[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        for (const subject of SUBJECTS) answers.push(await desk.ask(operation, question(subject)));
        const asked = SUBJECTS.map((subject) => desk.ask(operation, question(subject, 1)));
        await wipe();
        answers.push(...(await Promise.all(asked)));
      }
      expectRight(context, line, answers);
    });

    test("F7 after a wipe answers are stored and found again, by meaning too", async (context) => {
      const { store, wipe } = await open();
      const desk = oracleDesk({ store });
      const answers = [await desk.ask(operation, question("harbour"))];
      await wipe();
      answers.push(await desk.ask(operation, question("library")));
      await expect
        .poll(async () => {
          answers.push(await desk.ask(operation, question("library", 1)));
          return desk.path().at(-1);
        })
        .toBe("hit:semantic");
      expectRight(context, line, answers);
    });

    test("F7 no answer is served after its time, however short that is", async (context) => {
      const { store } = await open();
      const desk = oracleDesk({ store, ttl: TTL_MS });
      const ages: number[] = [];
      desk.cache.subscribe((event) => void (event.type === "hit" && ages.push(event.ageMs)));
      const answers: string[] = [];
      for (let call = 0; call < 10 * ROUNDS; call++) {
        answers.push(await desk.ask(operation, question("harbour", call % 2 === 0 ? 0 : 1)));
      }
      expectRight(context, line, answers);
      expect(Math.max(0, ...ages)).toBeLessThan(TTL_MS + SLACK_MS);
    });
  });
});

const OPERATIONS = 20_000 * SCALE;

describe("memory, evicting and expiring all the time", () => {
  test.each(["doGenerate", "doStream"] as const)(
    `F7 no answer of ${OPERATIONS} is wrong, %s`,
    { timeout: 60_000 * SCALE },
    async (method) => {
      const cache = semanticCache({
        store: memoryStore({ maxEntries: 40 }),
        embeddingModel: trigramEmbedding(),
        threshold: 0.9,
        ttl: 50,
      });
      const model = wrapLanguageModel({ model: oracleModel(), middleware: cache });
      const wrong: string[] = [];
      for (let call = 0; call < OPERATIONS; call++) {
        const prompt = anyQuestion(call);
        const text = await textOf(await model[method]({ prompt: asPrompt(prompt) }));
        if (text !== oracleAnswerTo(prompt)) wrong.push(`${prompt} ${text}`);
        if (call % 1_000 === 0) await cache.clear();
      }
      expect(wrong).toEqual([]);
      expect(cache.stats().hitRate).toBeGreaterThan(0.1);
    },
  );
});

/** Questions about sixty subjects, about some much more often than about others. */
function anyQuestion(call: number): string {
  const spread = ((call * 7_919) % 1_009) / 1_009;
  return question(`harbour ${Math.floor(60 * spread ** 3)}`, call % 3 === 0 ? 1 : 0);
}

function asPrompt(text: string): LanguageModelV4Prompt {
  return [{ role: "user", content: [{ type: "text", text }] }];
}

async function textOf(result: object): Promise<string> {
  const parts: unknown = Reflect.get(result, "content") ?? Reflect.get(result, "stream");
  let text = "";
  for await (const part of parts as AsyncIterable<{ text?: string; delta?: string }>) {
    text += part.delta ?? part.text ?? "";
  }
  return text;
}

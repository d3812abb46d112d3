import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { SemanticCacheOptions } from "../../src/index.ts";
import { expectRight, oracleDesk } from "../support/oracle-desk.ts";
import { question } from "./support/oracle-model.ts";

const ASKED = [question("harbour"), question("harbour", 1), "What colour has Mars?"];

/** What a function of the application can do instead of its work. */
const MISCHIEF = {
  throws: () => {
    throw new Error("broken");
  },
  "rejects later": async () => {
    throw new Error("broken later");
  },
  "never answers": () => new Promise(() => {}),
  "returns nothing": () => undefined,
  "returns a number": () => 7,
} as const;

/** Every function that the options take, in place of one that works. */
const HOOKS: Readonly<Record<string, (hook: never) => SemanticCacheOptions>> = {
  namespace: (namespace) => ({ namespace }),
  shouldCache: (shouldCache) => ({ shouldCache }),
  shouldStore: (shouldStore) => ({ shouldStore }),
  "a guard": (veto) => ({ guards: [{ name: "mine", veto }] }),
  verify: (verify) => ({ verify }),
  "verify behind the answer": (verifier) => ({
    verify: { verifier, mode: "async" },
    compare: () => true,
  }),
  compare: (compare) => ({ compare, audit: { rate: 1 } }),
  "a policy": (decide) => ({ threshold: { name: "mine", floor: 0.5, decide } }),
  onEvent: (onEvent) => ({ onEvent }),
  waitUntil: (waitUntil) => ({ waitUntil }),
  pricing: (pricing) => ({ pricing }),
  conversation: (conversation) => ({ conversation }),
  normalize: (normalize) => ({ normalize: [normalize] }),
  tags: (tags) => ({ tags }),
  dependsOn: (dependsOn) => ({ dependsOn }),
  "a rule": (applies) => ({ rules: [{ name: "mine", applies }] }),
};

/** What nobody caught since the last test: on Node it would end the process. */
let unhandled: unknown[] = [];
const hear = (reason: unknown): void => void unhandled.push(reason);
process.on("unhandledRejection", hear);
afterAll(() => void process.off("unhandledRejection", hear));
beforeEach(() => {
  unhandled = [];
});

const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 25));

describe.each(["generate", "stream"] as const)("%s", (operation) => {
  test.for(Object.entries(HOOKS))(
    "F17 %s that throws, hangs or talks nonsense costs hits, never a call, an answer or the process",
    async ([, optionsWith], context) => {
      const answers: string[] = [];
      for (const hook of Object.values(MISCHIEF)) {
        const desk = oracleDesk({
          timeouts: { verify: 20, write: 200 },
          ...optionsWith(hook as never),
        });
        for (const asked of ASKED) answers.push(await desk.ask(operation, asked));
      }
      await soon(); // unhandled rejections are told late

      expectRight(
        context,
        { fault: "F17", store: "functions of the application", operation },
        answers,
      );
      expect(unhandled).toEqual([]);
    },
  );

  test.for([
    "throws",
    "rejects later",
    "never answers",
    "returns nothing",
    "returns a number",
  ] as const)(
    "F17 a ttl that %s keeps answers out of the store or by its word",
    async (how, context) => {
      const desk = oracleDesk({ ttl: MISCHIEF[how] as never });
      const answers: string[] = [];
      for (const asked of ASKED) answers.push(await desk.ask(operation, asked));

      expectRight(
        context,
        { fault: "F17", store: "functions of the application", operation },
        answers,
      );
    },
  );
});

describe("said in events", () => {
  const LOUD = ["namespace", "conversation", "normalize", "tags", "dependsOn", "a rule"];

  test.each(LOUD)(
    "F17 %s that breaks sends the call past the cache, with an error",
    async (name) => {
      for (const hook of [MISCHIEF.throws, MISCHIEF["rejects later"], MISCHIEF["never answers"]]) {
        const desk = oracleDesk({ ...HOOKS[name]?.(hook as never) });

        await desk.ask("generate", question("harbour"));

        expect(desk.path()).toEqual(["error:plan:failed", "bypass:plan-failed"]);
      }
    },
  );
});

describe("a listener", () => {
  test.each(Object.entries(MISCHIEF))(
    "F17 subscribed that %s is heard of by nobody else",
    async (_how, listener) => {
      const desk = oracleDesk({});
      desk.cache.subscribe(listener as never);
      const heard: string[] = [];
      desk.cache.subscribe((event) => void heard.push(event.type));

      await desk.ask("generate", question("harbour"));
      await soon();

      expect([heard, unhandled]).toEqual([["miss", "write"], []]);
    },
  );
});

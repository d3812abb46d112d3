import { describe, expect, test } from "vitest";
import { SemanticCacheError, type SemanticCacheOptions, semanticCache } from "../src/index.ts";

describe("a bad option is refused at creation, with what was wrong, what was got and what to do", () => {
  const cases: [options: object, message: string][] = [
    [{ treshold: 0.9 }, 'semanticCache has no option "treshold"; it has embeddingModel, store'],
    [
      { threshold: 1.5 },
      "threshold must be a similarity from -1 to 1, or a policy with a floor and decide(); got 1.5.",
    ],
    [{ threshold: Number.NaN }, "threshold must be a similarity from -1 to 1"],
    [{ threshold: { name: "mine", decide: () => true } }, "a policy with a floor and decide()"],
    [{ embeddingModel: "" }, "embeddingModel must be an AI SDK embedding model"],
    [{ ttl: "1 day" }, 'ttl must be a duration: milliseconds (90000) or text such as "90s"'],
    [{ ttl: -1 }, "ttl must be a duration"],
    [{ embeddingModel: { modelId: "x" } }, "embeddingModel must be an AI SDK embedding model"],
    [{ store: new Map() }, "store must be a store such as memoryStore(); got an object"],
    [{ namespace: 42 }, "namespace must be text or a function that returns it; got 42."],
    [{ secret: "short" }, "secret must be text of 16 characters or more"],
    [
      { guards: ["numbers"] },
      'guards must be false, "standard", "strict", "long-prompts", a list of these',
    ],
    [{ guards: { languages: [{ code: "nl" }] } }, "or { preset, languages, add, without }"],
    [{ guards: { presets: "strict" } }, "or { preset, languages, add, without }"],
    [{ verify: { verifier: "judge" } }, "verify must be a function, or { verifier, grayZone"],
    [{ verify: { verifier: () => true, zone: {} } }, 'verify has no field "zone"'],
    [
      { verify: { verifier: () => true, grayZone: { from: 0.9, to: 0.8 } } },
      "verify must be a function, or { verifier, grayZone: { from, to }",
    ],
    [{ audit: { rate: 5 }, compare: () => true }, "audit must be { rate, maxFalseHitRate"],
    [{ audit: {} }, "audit needs compare"],
    [
      { threshold: { floor: 0.7, decide: () => true, learning: {} } },
      "a learning threshold needs compare",
    ],
    [{ mode: "dry" }, 'mode must be "on", "read-only", "shadow" or "off"'],
    [{ conversation: "loose" }, 'conversation must be "lineage", "exact", or a function'],
    [{ replay: { chunk: "letter" } }, "replay must be { chunk:"],
    [
      { replay: { delay: 5 } },
      'replay has no field "delay"; it has chunk, delayMs, initialDelayMs.',
    ],
    [{ timeouts: { embed: 5 } }, 'timeouts has no field "embed"; it has get, search, embedding'],
    [{ timeouts: { get: "soon" } }, "timeouts.get must be a duration"],
    [{ limits: { depth: 0 } }, "limits must be an object of positive numbers"],
    [{ limits: { dept: 5 } }, 'limits has no field "dept"; it has promptCharacters'],
    [{ onEvent: "log" }, 'onEvent must be a function; got "log".'],
    [{ usage: "none" }, 'usage must be "zero" or "original"'],
  ];

  test.each(cases)("%j", (options, message) => {
    const create = () => semanticCache(options as SemanticCacheOptions);

    expect(create).toThrow(message);
    expect(create).toThrow(expect.toSatisfy(SemanticCacheError.isInstance));
    expect(create).toThrow(expect.objectContaining({ code: "invalid-options" }));
  });
});

test("an option that is undefined is an option that was not given", () => {
  expect(() => semanticCache({ threshold: undefined, ttl: undefined })).not.toThrow();
});

test("an error is recognised across two copies of the package, and others are not", () => {
  const foreign = new Error("x");
  Object.defineProperty(foreign, Symbol.for("ai-sdk-semantic-cache.error"), { value: true });

  expect(SemanticCacheError.isInstance(foreign)).toBe(true);
  expect(SemanticCacheError.isInstance(new Error("x"))).toBe(false);
  expect(SemanticCacheError.isInstance(null)).toBe(false);
});

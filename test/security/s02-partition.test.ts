import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalJson } from "../../src/request/canonical-json.ts";
import { addressOf, type PlannedCall } from "../support/plan.ts";
import { reportInputs, scaled } from "./support/report-inputs.ts";

const AWKWARD = [
  "a",
  '"',
  "\\",
  ":",
  ",",
  "{",
  "}",
  "[",
  "]",
  "@",
  "1",
  "\u0000",
  "\ud800",
  "\udc00",
];
const text = fc.string({ unit: fc.constantFrom(...AWKWARD), maxLength: 4 });
const leaf = fc.oneof(
  text,
  fc.integer({ min: -3, max: 3 }),
  fc.double().map((number) => number || 0), // 0 and -0 are one number in JSON
  fc.boolean(),
  fc.constant(null),
  fc.bigInt({ min: -3n, max: 3n }),
  fc.uint8Array({ maxLength: 3 }),
  fc.date({ noInvalidDate: true }),
  fc.constantFrom("x".repeat(300), "@text300:", '@bytes"00"', `${"x".repeat(300)}\ud800`),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    leaf,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(text, tie("value"), { maxKeys: 3, noNullPrototype: true }),
  ),
}));

/** The same value with the properties of every object in the opposite order. */
function reversed(item: unknown): unknown {
  if (Array.isArray(item)) return item.map(reversed);
  const isPlain =
    typeof item === "object" &&
    item !== null &&
    !(item instanceof Uint8Array || item instanceof Date);
  if (!isPlain) return item;
  const entries = Object.entries(item).map(([name, inner]) => [name, reversed(inner)]);
  return Object.fromEntries(entries.reverse());
}

const TOOL = { type: "function", name: "look", inputSchema: { type: "object" } };
const FILE = { type: "file", mediaType: "image/png", data: Uint8Array.of(1, 2, 3) };

/** A call that uses everything, with one text of ours in every place. */
function fullCall(own: Readonly<Record<string, unknown>> = {}): PlannedCall {
  const {
    instructions = "Be brief.",
    earlier = "Hi",
    file = FILE,
    settings = {},
    cache = {},
  } = own;
  return {
    prompt: [
      { role: "system", content: instructions },
      { role: "user", content: [{ type: "text", text: earlier }] },
      { role: "assistant", content: [{ type: "text", text: "Hello" }] },
      { role: "user", content: [{ type: "text", text: "How tall is it?" }, file] },
    ],
    temperature: 0.5,
    tools: [TOOL],
    toolChoice: { type: "auto" },
    responseFormat: { type: "json", schema: { type: "object" } },
    ...(settings as object),
    providerOptions: {
      openai: { reasoningEffort: "low" },
      semanticCache: { namespace: "a", scope: "b", ...(cache as object) },
    },
  };
}

/** One change for each field of the tuple that the partition is made of. */
const CHANGES: Readonly<Record<string, (to: string) => PlannedCall>> = {
  instructions: (to) => fullCall({ instructions: `Be ${to}.` }),
  "an earlier turn": (to) => fullCall({ earlier: `Hi ${to}` }),
  "a file's bytes": (to) =>
    fullCall({ file: { ...FILE, data: new TextEncoder().encode(JSON.stringify(to)) } }),
  "a file's type": (to) => fullCall({ file: { ...FILE, mediaType: `image/${to}x` } }),
  "a tool's name": (to) => fullCall({ settings: { tools: [{ ...TOOL, name: `look${to}` }] } }),
  "a tool's schema": (to) =>
    fullCall({ settings: { tools: [{ ...TOOL, inputSchema: { title: to } }] } }),
  "the tool that must be called": (to) =>
    fullCall({ settings: { toolChoice: { type: "tool", toolName: to } } }),
  "the answer's schema": (to) =>
    fullCall({ settings: { responseFormat: { type: "json", schema: { title: to } } } }),
  "a sampling setting": (to) => fullCall({ settings: { stopSequences: [to] } }),
  "a setting of tomorrow": (to) => fullCall({ settings: { verbosity: to } }),
  namespace: (to) => fullCall({ cache: { namespace: `a${to}` } }),
  scope: (to) => fullCall({ cache: { scope: `b${to}` } }),
};

const WORDS = fc.sample(text, { numRuns: scaled(40), seed: 2 }).map((word, at) => `${word}${at}`);

describe("S2 two requests share a partition only when nothing but the question differs", () => {
  test("every value has a text of its own before it is hashed", () => {
    const values = fc.sample(value, { numRuns: scaled(20_000), seed: 1 });
    const seen = new Map<string, unknown>();

    for (const item of values) {
      const written = canonicalJson(item);
      const before = seen.has(written) ? seen.get(written) : item;
      expect(isDeepStrictEqual(before, item), written).toBe(true);
      seen.set(written, item);
    }

    expect(seen.size).toBeGreaterThan(values.length / 2);
    reportInputs("S2", values.length, "values with delimiters, NUL, half surrogates, bytes");
  });

  test("the order of properties changes nothing", () => {
    const values = fc.sample(value, { numRuns: scaled(5_000), seed: 3 });

    const changed = values.filter((item) => canonicalJson(item) !== canonicalJson(reversed(item)));

    expect(changed).toEqual([]);
    reportInputs("S2", values.length, "values with their properties in another order");
  });

  test("a change of any one field is another partition", async () => {
    const calls = Object.values(CHANGES).flatMap((change) => WORDS.map(change));
    const addresses = await Promise.all([fullCall(), ...calls].map((call) => addressOf(call)));

    const scopes = addresses.map(({ scope }) => scope);

    expect(scopes.every((scope) => /^[0-9a-f]{64}$/.test(scope ?? ""))).toBe(true);
    expect(new Set(scopes).size).toBe(scopes.length);
    reportInputs("S2", scopes.length, "requests that differ in one field");
  });

  test("so is another model, provider, epoch or secret", async () => {
    const secret = "sixteen letters.";
    const addresses = await Promise.all([
      addressOf(fullCall()),
      addressOf(fullCall(), {}, { modelId: "m2" }),
      addressOf(fullCall(), {}, { provider: "test2" }),
      addressOf(fullCall(), { epoch: 1 }),
      addressOf(fullCall(), { secret }),
    ]);

    expect(new Set(addresses.map(({ scope }) => scope)).size).toBe(addresses.length);
  });
});

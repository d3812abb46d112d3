import { generateText, jsonSchema, type ToolSet, tool } from "ai";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { canonicalJson } from "../../src/request/canonical-json.ts";
import { createIdentities } from "../../src/request/identities.ts";
import { cachedModel } from "../support/cached-model.ts";

describe("instructions and settings that come again", () => {
  test("are written once, whoever made the objects", () => {
    const identities = createIdentities();
    const write = vi.fn(canonicalJson);
    const identity = { instructions: ["Be brief."], settings: { seed: 1 }, tools: undefined };

    const first = identities.textOf(identity, write);
    const second = identities.textOf(structuredClone(identity), write);

    expect(second).toBe(first);
    expect(write).toHaveBeenCalledTimes(1);
  });

  test("never get the text of others", () => {
    const identities = createIdentities();
    const values = fc.array(fc.dictionary(fc.constantFrom("a", "b"), fc.anything()), {
      minLength: 2,
    });

    fc.assert(
      fc.property(values, (identity) => {
        for (const value of [...identity, ...identity]) {
          expect(identities.textOf(value, writeAny)).toBe(writeAny(value));
        }
      }),
    );
  });

  test.each([
    ["a field that is missing", { a: 1, b: undefined }, { a: 1, c: 2 }],
    ["a list and an object", [], {}],
    ["a time and an object", new Date(0), {}],
  ])("are told apart: %s", (_what, known, other) => {
    const identities = createIdentities();

    identities.textOf({ known }, writeAny);

    expect(identities.textOf({ known: other }, writeAny)).toBe(writeAny({ known: other }));
  });
});

test("a tool that is changed in place is another tool", async () => {
  const { model, cache, path } = cachedModel();
  const schema = { type: "object" as const, properties: {} as Record<string, object> };
  const tools: ToolSet = { look: tool({ inputSchema: jsonSchema(schema) }) };
  const ask = async (): Promise<void> => {
    await generateText({ model, tools, prompt: "How tall is the tower?" });
    await cache.flush();
  };

  await ask();
  schema.properties.place = { type: "string" };
  await ask();

  expect(path()).toEqual(["miss:no-match", "write", "miss:no-match", "write"]);
});

/** What cannot be written has no text; it must not get that of another value either. */
function writeAny(value: object): string {
  try {
    return canonicalJson(value, { maxDepth: 50 });
  } catch {
    return "not written";
  }
}

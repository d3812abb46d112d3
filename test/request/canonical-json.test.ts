import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson } from "../../src/request/canonical-json.ts";

test("the order of properties and properties that are undefined do not matter", () => {
  const one = canonicalJson({ b: 1, a: { d: [2], c: undefined } });
  const other = canonicalJson({ a: { d: [2] }, b: 1, e: undefined });

  expect(one).toBe(other);
});

test("any two different JSON values have different texts", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (left, right) => {
      const areEqual = canonicalJson(left) === canonicalJson(right);
      expect(areEqual).toBe(
        canonicalJson(JSON.parse(canonicalJson(left))) === canonicalJson(right),
      );
    }),
  );
});

test("lists of awkward strings are told apart: delimiters, NUL, quotes, lone surrogates", () => {
  const awkward = fc.array(
    fc.string({
      unit: fc.constantFrom(",", '"', "\\", "\u0000", "\ud800", "\udc00", "[", "a", "@"),
    }),
    { maxLength: 4 },
  );
  fc.assert(
    fc.property(awkward, awkward, (left, right) => {
      const same = left.length === right.length && left.every((text, at) => text === right[at]);
      expect(canonicalJson(left) === canonicalJson(right)).toBe(same);
    }),
  );
});

test("what JSON cannot hold never looks like what it can", () => {
  const values = [
    new URL("https://a.example/"),
    "https://a.example/",
    '@url"https://a.example/"',
    new Date(0),
    0,
    "1970-01-01T00:00:00.000Z",
    Uint8Array.of(1, 2),
    [1, 2],
    "0102",
    Number.NaN,
    null,
    "NaN",
    1n,
    1,
    "1",
    new Map([["a", 1]]),
    { a: 1 },
    new Set(["a"]),
    ["a"],
  ];

  const texts = values.map((value) => canonicalJson(value));

  expect(new Set(texts).size).toBe(values.length);
});

test("long texts are told apart as well as short ones, also where they imitate each other", () => {
  const long = "x".repeat(300);
  const values = [
    long,
    `${long}y`,
    [long, "y"],
    [`${long}","y`],
    `@text300:${long}`,
    `${long}\ud800`,
  ];
  values.push(`${long}\udc00`, [long.slice(1), "x"]);

  expect(new Set(values.map((value) => canonicalJson(value))).size).toBe(values.length);
});

test("a million levels of nesting do not overflow the stack", () => {
  let deep: unknown = "core";
  for (let level = 0; level < 1_000_000; level++) deep = level % 2 ? [deep] : { a: deep };

  const text = canonicalJson(deep);

  expect(text).toHaveLength(500_000 * 2 + 500_000 * 6 + '"core"'.length);
});

test("nesting and length above their limits are refused, and a cycle ends there too", () => {
  const cycle: unknown[] = [];
  cycle.push(cycle);

  expect(() => canonicalJson(cycle, { maxDepth: 64 })).toThrow("nested deeper than 64 levels");
  expect(() => canonicalJson(["a".repeat(100)], { maxLength: 50 })).toThrow("longer than 50");
});

test("a property called __proto__ is written like any other", () => {
  const text = canonicalJson(JSON.parse('{"__proto__":1,"a":2}'));

  expect(text).toBe('{"__proto__":1,"a":2}');
});

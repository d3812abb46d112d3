import { assert, constantFrom, integer, property } from "fast-check";
import { expect, test } from "vitest";
import { differingBits, sketchOf } from "../../src/store-kit/sketch.ts";
import { createSketchList } from "../../src/store-kit/sketch-list.ts";
import { createSurvivors, nearestFirst } from "../../src/store-kit/sketch-scan.ts";
import { vectorsOf } from "./support/vectors.ts";

test("the fast count of differing bits is the one that is written to be read", () => {
  const counts = integer({ min: 1, max: 2_500 });
  const cuts = constantFrom(-1, 0, 100, 128, 256);
  assert(
    property(counts, cuts, integer(), (count, cut, seed) => {
      const { any } = vectorsOf(32, { seed });
      const all = Array.from({ length: count }, () => sketchOf(any()));
      const [sketch, list, survivors] = [sketchOf(any()), createSketchList(), createSurvivors()];
      for (const [slot, one] of all.entries()) list.set(slot, one, 0);

      list.scan({ from: 0, to: count }, sketch, Int16Array.of(cut), survivors);

      const bits = all.map((one) => differingBits(sketch, one));
      const slots = [...bits.keys()].filter((slot) => (bits[slot] ?? 257) <= cut);
      expect([...survivors.slots.slice(0, survivors.count)]).toEqual(slots);
      expect([...survivors.bits.slice(0, survivors.count)]).toEqual(
        slots.map((slot) => bits[slot]),
      );
    }),
    { numRuns: 30 },
  );
});

test("a sketch and its opposite differ in all bits", () => {
  const [list, survivors] = [createSketchList(), createSurvivors()];
  const sketch = sketchOf(vectorsOf(64).any());
  list.set(
    0,
    sketch.map((word) => ~word),
    0,
  );

  list.scan({ from: 0, to: 1 }, sketch, Int16Array.of(256), survivors);

  expect(survivors.bits[0]).toBe(256);
});

test("each group has a cut of its own, and a part of a list can be looked at alone", () => {
  const [list, survivors] = [createSketchList(), createSurvivors()];
  const sketch = sketchOf(vectorsOf(64).any());
  for (let slot = 0; slot < 3_000; slot++) list.set(slot, sketch, slot % 3);

  list.scan({ from: 1_000, to: 1_030 }, sketch, Int16Array.of(-1, 0, -1), survivors);

  expect(survivors.count).toBe(10);
  expect(survivors.slots[0]).toBe(1_000);
  expect(list.group(1_000)).toBe(1);
});

test("the nearest come first, and those that are equally near in the order of their slots", () => {
  const survivors = {
    slots: Int32Array.of(5, 6, 7, 8),
    bits: Uint16Array.of(9, 0, 256, 9),
    count: 4,
  };

  const order = nearestFirst(survivors);

  expect(Array.from(order, (at) => survivors.slots[at])).toEqual([6, 5, 8, 7]);
});

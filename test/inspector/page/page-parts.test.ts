import { expect, test } from "vitest";
import type { FeedItem } from "../../../src/inspector/contract.ts";
import {
  bytesText,
  compactText,
  durationText,
  moneyText,
  whenText,
} from "../../../src/inspector/page/format.ts";
import { spanOf } from "../../../src/inspector/page/parts/time-plot.ts";
import { mergeItems } from "../../../src/inspector/page/server/merge-items.ts";
import { binsOf, scaleOf } from "../../../src/inspector/page/views/threshold/bins.ts";

const item = (id: number): FeedItem => ({
  id,
  at: id,
  event: { type: "evict", entryId: `${id}`, reason: "expired" },
});

test("an item that comes twice is shown once, newest first", () => {
  const items = mergeItems([item(3), item(2)], [item(2), item(4), item(3)]);

  expect(items.map(({ id }) => id)).toEqual([4, 3, 2]);
});

test("the page keeps the latest 1,000 items", () => {
  const items = mergeItems(
    [],
    Array.from({ length: 1_500 }, (_none, id) => item(id)),
  );

  expect([items.length, items[0]?.id]).toEqual([1_000, 1_499]);
});

test.each([
  [durationText(0.0834), "0.08 ms"],
  [durationText(18.4), "18 ms"],
  [durationText(1_240), "1.2 s"],
  [durationText(3 * 3_600_000), "3 h"],
  [whenText(1_000, 1_000 + 180_000), "3 min ago"],
  [whenText(1_000 + 7_200_000, 1_000), "in 2 h"],
  [bytesText(0), "0 B"],
  [bytesText(31_954), "32 kB"],
  [bytesText(1_200_000), "1.2 MB"],
  [compactText(78_300), "78.3k"],
  [moneyText(0.0123), "$0.0123"],
  [moneyText(12.5, "EUR"), "€12.50"],
])("%s", (text, expected) => {
  expect(text).toBe(expected);
});

test("every lookup is in one column, and a column of its own threshold is not faint", () => {
  const lookups = [0.8, 0.85, 0.8501, 1].map((similarity) => ({
    similarity,
    outcome: "hit" as const,
    vetoed: false,
  }));

  const scale = scaleOf(lookups, 0.85);
  const bins = binsOf(lookups, scale, 0.85);

  expect(scale).toEqual({ least: 0.75, step: 1 });
  expect(bins.map(({ counts }) => counts[0])).toEqual(
    Array.from({ length: 25 }, (_none, at) => ({ 5: 1, 10: 2, 24: 1 })[at] ?? 0),
  );
  expect(bins.filter(({ isFaint }) => isFaint)).toHaveLength(10);
});

test.each([
  ["one moment is the end of five minutes", [1_000], 1_000 - 300, 1_000],
  ["an hour is an hour", [0, 1_800, 3_600], 0, 3_600],
])("a time line of %s", (_name, seconds, from, to) => {
  const [low, high] = spanOf(seconds);

  expect(Math.abs(low - from) + Math.abs(high - to)).toBeLessThan((to - from) / 20);
});

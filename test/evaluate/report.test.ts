import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import {
  type Evaluation,
  evaluate,
  evaluationHtml,
  evaluationText,
} from "../../src/evaluate/index.ts";

const HOSTILE = "</script><script>alert(1)</script>";

async function evaluation(): Promise<Evaluation> {
  const data = [
    { a: "What is a bond?", b: `What are ${HOSTILE} bonds?`, label: 0, similarity: 0.96 },
    {
      a: "Do you ship?",
      b: "Is shipping possible?\u001B[2J",
      label: 1,
      similarity: 0.7,
      cat: HOSTILE,
    },
    { text: "Do you ship?", cluster: "shipping" },
  ] as const;
  return evaluate({ data, cache: { threshold: 0.9, guards: false } });
}

describe("the report as a page", () => {
  test("holds every number as text, also without its charts", async () => {
    const page = await evaluationHtml(await evaluation());

    const words = page.replace(/<script.*?<\/script>|<[^>]+>/gs, "");

    for (const said of [
      "At this setting",
      "Is shipping possible?",
      "below the threshold",
      "50.0 %",
    ]) {
      expect(words.includes(said), said).toBe(true);
    }
  });

  test("loads nothing, from nowhere", async () => {
    const page = await evaluationHtml(await evaluation());
    const attributes = page.match(/\s(?:src|href|action|data|poster)\s*=/gi);
    const addresses = page.match(/url\(|@import|\bfetch\(|XMLHttpRequest|https?:\/\/[^\s"'`)]+/gi);

    expect(attributes).toBeNull();
    expect(addresses ?? []).toEqual([]);
  });

  test("runs no script but its own, whatever a question says", async () => {
    const page = await evaluationHtml(await evaluation());
    const [, data = ""] = /<script type="application\/json"[^>]*>(.*?)<\/script>/s.exec(page) ?? [];
    const [, script = ""] = /<script>(.*?)<\/script>/s.exec(page) ?? [];

    expect(page.match(/<script/g)).toHaveLength(2);
    expect(JSON.parse(data).setup.threshold).toBe(0.9);
    expect(page.includes(`script-src &#39;sha256-${sha256(script)}&#39;`)).toBe(true);
  });

  test("keeps the licence of the charts it carries", async () => {
    const page = await evaluationHtml(await evaluation());

    expect(page.includes("Copyright (c) 2022 Leon Sorokin")).toBe(true);
  });
});

describe("the report as text", () => {
  test("says the rates with their cases, and what went wrong", async () => {
    const text = evaluationText(await evaluation());

    expect(text).toContain("2 pairs, 1 stream question");
    expect(text).toMatch(/False hits +50\.0 % .* 1 of 2 lookups that must miss/);
    expect(text).toContain("there are 1.");
    expect(text).toMatch(/Missed hits\n0\.700 +Is shipping possible\?/);
  });

  test("is plain without a terminal, and no question can command one", async () => {
    const text = evaluationText(await evaluation());

    expect(text).not.toContain("\u001B");
  });

  test("has colours where they are asked for", async () => {
    expect(evaluationText(await evaluation(), { color: true })).toContain("\u001B[1m");
  });
});

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}

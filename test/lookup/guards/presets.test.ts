import { describe, expect, test } from "vitest";
import { english } from "../../../src/lookup/guards/languages/english.ts";
import {
  type Guard,
  type GuardsOption,
  type Language,
  PRESETS,
  resolveGuards,
} from "../../../src/lookup/guards/public.ts";

const mine: Guard = { name: "mine", veto: () => "always" };

function namesOf(option: GuardsOption): string[] {
  return resolveGuards(option).guards.map(({ name }) => name);
}

function isVetoed(option: GuardsOption, one: string, other: string): boolean {
  const { guards, read } = resolveGuards(option);
  return guards.some((guard) => guard.veto(read(one), read(other)) !== undefined);
}

describe("which guards a cache has", () => {
  test("a guard of the application can stand beside a preset, or in its place", () => {
    const standard = PRESETS.standard.map(({ name }) => name);

    expect(namesOf(["standard", mine])).toEqual([...standard, "mine"]);
    expect(namesOf([mine])).toEqual(["mine"]);
    expect(namesOf(false)).toEqual([]);
  });

  test("a preset can be changed: guards added, guards left out", () => {
    const names = namesOf({ preset: "long-prompts", add: [mine], without: ["names", "units"] });

    expect(names).toContain("mine");
    expect(names).not.toContain("names");
    expect(names).not.toContain("units");
  });

  test("two presets in a list ask no guard twice", () => {
    expect(new Set(namesOf(["standard", "strict"])).size).toBe(namesOf("strict").length);
  });

  test("strict minds any word more; standard does not", () => {
    const word = [
      "Why do dogs bark at parked cars?",
      "Why do old dogs bark at parked cars?",
    ] as const;

    expect(isVetoed("standard", ...word)).toBe(false);
    expect(isVetoed("strict", ...word)).toBe(true);
  });
});

describe("long prompts", () => {
  const article = Array.from(
    { length: 60 },
    (_, at) => `Paragraph ${at} tells how the harbour was built and who paid for its walls.`,
  ).join(" ");
  const prompt = (task: string): string => `${article} ${task}`;

  test.each(["standard", "long-prompts"] as const)("%s sees one late change", (preset) => {
    const asked = prompt("Summarise the paragraphs about taxes in 3 sentences.");

    expect(
      isVetoed(preset, asked, prompt("Summarise the paragraphs about trade in 3 sentences.")),
    ).toBe(true);
    expect(
      isVetoed(preset, asked, prompt("Summarise the paragraphs about taxes in 5 sentences.")),
    ).toBe(true);
    expect(
      isVetoed(
        preset,
        asked,
        prompt("Do not summarise the paragraphs about taxes in 3 sentences."),
      ),
    ).toBe(true);
  });

  test.each(["standard", "long-prompts"] as const)("%s lets another wording pass", (preset) => {
    const asked = prompt("Please summarise the paragraphs about taxes.");

    expect(
      isVetoed(
        preset,
        asked,
        prompt("Could you kindly summarise the paragraphs about taxes? Thanks!"),
      ),
    ).toBe(false);
  });
});

describe("languages", () => {
  const dutch: Language = {
    code: "nl",
    stopWords: "de, het, een, ik, mijn, hoe, kan, wat, is, op, van, voor, en",
    negations: "niet, geen, zonder",
    numbers: { twee: 2, drie: 3 },
  };

  test("one of the application can be added to those that come with the cache", () => {
    const option = { languages: [english, dutch] };

    expect(
      isVetoed(
        option,
        "Hoe kan ik mijn bestelling betalen?",
        "Hoe kan ik mijn bestelling niet betalen?",
      ),
    ).toBe(true);
    expect(
      isVetoed(option, "Ik wil twee kaarten voor de show", "Ik wil 2 kaarten voor de show"),
    ).toBe(false);
  });

  test("in one that nobody knows, numbers, code and addresses count all the same", () => {
    expect(
      isVetoed("standard", "Gdzie jest moje zamówienie 4711?", "Gdzie jest moje zamówienie 4712?"),
    ).toBe(true);
    expect(
      isVetoed(
        "standard",
        "Co robi `a.b` w tym kodzie źródłowym?",
        "Co robi `a.c` w tym kodzie źródłowym?",
      ),
    ).toBe(true);
    expect(
      isVetoed("standard", "Gdzie jest moje żółte pudełko?", "Gdzie jest moja żółta skrzynka?"),
    ).toBe(false);
  });

  test("a short text is read in the language of the question it is compared with", () => {
    expect(
      isVetoed("standard", "Zwei Karten bitte, ich möchte sie für die Oper", "2 Karten, Oper"),
    ).toBe(false);
  });
});

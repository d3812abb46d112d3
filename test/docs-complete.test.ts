import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { llmsText } from "../scripts/api-reference/llms-text.ts";
import { readSubpaths } from "../scripts/api-reference/pages.ts";
import type { Section } from "../scripts/api-reference/section.ts";
import { pages, readPage } from "./support/docs.ts";
import { localLinks, membersOf, tableBelow, wordsOf } from "./support/docs-facts.ts";
import { ROOT } from "./support/docs-run.ts";

/** Where a reader looks options up. Those of the cache itself: see docs.test.ts. */
const PAGE_OF_OPTIONS: Readonly<Record<string, string>> = {
  AdaptiveOptions: "docs/choosing-a-threshold.md",
  AuditOptions: "docs/configuration.md",
  BuiltInEmbeddingOptions: "docs/embedding-models.md",
  CachedEmbeddingsOptions: "docs/beyond-models.md",
  CachedVerdictsOptions: "docs/verification.md",
  CacheInspectorOptions: "docs/guides/inspector.md",
  CalibratedOptions: "docs/choosing-a-threshold.md",
  ConformanceOptions: "docs/custom-store.md",
  EncryptedStoreOptions: "docs/stores/encrypted.md",
  EvaluateOptions: "docs/evaluate.md",
  EvaluationHtmlOptions: "docs/evaluate.md",
  EvaluationTextOptions: "docs/evaluate.md",
  FaultProxyOptions: "docs/guides/fault-testing.md",
  GrayZone: "docs/configuration.md",
  ImportOptions: "docs/managing.md",
  LibsqlStoreOptions: "docs/stores/libsql.md",
  LimitOptions: "docs/configuration.md",
  LlmJudgeOptions: "docs/verification.md",
  MemoryStoreOptions: "docs/stores/memory.md",
  OpenTelemetryOptions: "docs/guides/metrics.md",
  PgvectorStoreOptions: "docs/stores/pgvector.md",
  PgvectorTableOptions: "docs/stores/pgvector.md",
  PrometheusOptions: "docs/guides/metrics.md",
  RedisSearchStoreOptions: "docs/stores/redis-search.md",
  RedisStoreOptions: "docs/stores/redis.md",
  ReembedOptions: "docs/managing.md",
  ReplayOptions: "docs/configuration.md",
  RerankVerifierOptions: "docs/verification.md",
  ResilienceOptions: "docs/configuration.md",
  SemanticCacheCallOptions: "docs/configuration.md",
  SemanticCacheOptions: "docs/configuration.md",
  SimilarAnswerOptions: "docs/verification.md",
  SingleFlightOptions: "docs/configuration.md",
  StatsOptions: "docs/observability.md",
  TextFunctionOptions: "docs/beyond-models.md",
  TieredStoreOptions: "docs/stores/tiered.md",
  TieredTimeouts: "docs/stores/tiered.md",
  TimeoutOptions: "docs/configuration.md",
  TransformersEmbeddingOptions: "docs/embedding-models.md",
  UpstashRedisStoreOptions: "docs/stores/upstash-redis.md",
  UpstashVectorStoreOptions: "docs/stores/upstash-vector.md",
  VerifyOptions: "docs/verification.md",
  VerifyZoneOptions: "docs/configuration.md",
  WarmOptions: "docs/managing.md",
  WrapOptions: "docs/beyond-models.md",
};

const sections = readSubpaths(ROOT).flatMap((subpath) => subpath.sections);
const options = unique(sections.filter(({ name }) => /Options$|Timeouts$|GrayZone$/.test(name)));
const OBSERVABILITY = "docs/observability.md";
const EVENTS = "src/observe/events.ts";

describe("every option", () => {
  test("has a page that this test knows", () => {
    expect(options.map(({ name }) => name).sort()).toEqual(Object.keys(PAGE_OF_OPTIONS).sort());
  });

  test.each(options)("of $name is on its page", ({ name, members }) => {
    const page = PAGE_OF_OPTIONS[name] ?? "";

    expect(
      notInCode(
        page,
        members.map((member) => member.name),
      ),
    ).toEqual([]);
  });

  const ofStores = options.filter(({ name }) => name.endsWith("StoreOptions"));
  test.each(ofStores)("of $name is in the table of its store, with its default", (section) => {
    const rows = tableBelow(PAGE_OF_OPTIONS[section.name] ?? "", "## Options");
    const listed = Object.fromEntries(rows.map(([option = "", value = ""]) => [option, value]));

    expect(Object.keys(listed).sort()).toEqual(section.members.map(({ name }) => name).sort());
    expect(listed).toMatchObject(literalDefaults(section));
  });
});

describe("every event", () => {
  test.each(eventsOf(EVENTS))("$type has its fields in its row", ({ type, fields }) => {
    const [, events = ""] = readPage(OBSERVABILITY).text.split("\n## Events\n");
    const row = events.split("\n").find((line) => line.startsWith(`| \`${type}\` | `)) ?? "";

    expect(fields.filter((field) => !new RegExp(`\`${field}\\b`).test(row))).toEqual([]);
  });

  test.each(["FailureReason", "Comparison", "Dependency"])("names each %s there is", (type) => {
    expect(notInCode(OBSERVABILITY, wordsOf(EVENTS, type))).toEqual([]);
  });

  test("names its request by fields that are explained", () => {
    const names = membersOf(EVENTS, "RequestFields").map(({ name }) => name);

    expect(notInCode(OBSERVABILITY, names)).toEqual([]);
  });
});

describe("every thing a user can ask for", () => {
  test("members of the handle are in the README", () => {
    const members = membersOf("src/handle.ts", "SemanticCacheHandle").map(({ name }) => name);
    const said = codeOf("README.md");

    expect(members.filter((name) => !said.includes(name) && !said.includes(`${name}()`))).toEqual(
      [],
    );
  });

  test("counts of stats() are in observability.md", () => {
    const counts = sections.filter(({ name }) => name === "CacheStats")[0]?.members ?? [];

    expect(
      notInCode(
        OBSERVABILITY,
        counts.map(({ name }) => name),
      ),
    ).toEqual([]);
  });

  test("commands and their flags are in the guide to the command line, or in that to evaluate", () => {
    const said = ["docs/guides/command-line.md", "docs/evaluate.md"].map((page) => codeOf(page));
    const words = wordsOfCommands("src/cli");

    expect(words.filter((word) => !said.some((code) => code.includes(word)))).toEqual([]);
  });

  test("examples are on the map of the documentation", () => {
    const map = readPage("docs/index.md").text;
    const examples = readdirSync(join(ROOT, "examples")).filter((name) => name !== "support");

    expect(examples.filter((name) => !map.includes(`(../examples/${name}`))).toEqual([]);
  });

  test("npm scripts are explained to contributors", () => {
    const { scripts } = JSON.parse(readPage("package.json").text);
    const said = readPage("CONTRIBUTING.md").text;
    const called = Object.keys(scripts).filter((name) => !/^pre|^post/.test(name));

    expect(called.filter((name) => !new RegExp(`npm (run )?${name}\\b`).test(said))).toEqual([]);
  });
});

describe("the map of the documentation", () => {
  test("leads to every page", () => {
    const linked = localLinks(readPage("docs/index.md").text).map((link) => join("docs", link));
    const others = pages().filter(({ file }) => !/^README|^docs\/index|^docs\/api\//.test(file));

    expect(others.filter(({ file }) => !linked.includes(file)).map(({ file }) => file)).toEqual([]);
  });

  test("is llms.txt for machines; if not: npm run api-reference", () => {
    const [readme, index] = ["README.md", "docs/index.md"].map((file) => readPage(file).text);

    expect(readPage("llms.txt").text).toBe(llmsText(readme ?? "", index ?? ""));
  });
});

function unique(all: readonly Section[]): Section[] {
  return [...new Map(all.map((section) => [section.name, section])).values()];
}

/** The words that no code of a page names. */
function notInCode(page: string, words: readonly string[]): string[] {
  const code = codeOf(page);
  const isNamed = (word: string) => new RegExp(`(?<![\\w-])${word}(?![\\w-])`).test(code);
  return words.filter((word) => !isNamed(word));
}

/** What stands between backticks on a page, in blocks and in lines. */
function codeOf(page: string): string {
  return Array.from(readPage(page).text.matchAll(/```[\s\S]*?```|`[^`\n]+`/g)).join("\n");
}

/** Defaults that are values, not words about them. */
function literalDefaults({ members }: Section): Record<string, string> {
  const values = members.filter((member) =>
    /^(?:["\d[{]|true|false|\w+\()/.test(member.default ?? ""),
  );
  return Object.fromEntries(values.map((member) => [member.name, member.default ?? ""]));
}

/** The events of a union, with the names of their own fields. */
function eventsOf(file: string): { type: string; fields: string[] }[] {
  const union = readPage(file).text.split("export type CacheEvent =")[1] ?? "";
  return union
    .split('readonly type: "')
    .slice(1)
    .map((text) => ({
      type: text.slice(0, text.indexOf('"')),
      fields: Array.from(
        text.slice(0, text.indexOf("}")).matchAll(/readonly (\w+)\??:/g),
        ([, field = ""]) => field,
      ),
    }));
}

/** Names of commands and long flags, as the sources of a command line declare them. */
function wordsOfCommands(folder: string): string[] {
  const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" });
  const text = files
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readPage(join(folder, file)).text)
    .join("\n");
  const commands = Array.from(text.matchAll(/new Command\("([\w-]+)"/g), ([, name = ""]) => name);
  const flags = Array.from(
    text.matchAll(/["`](?:-\w, )?(--[\w-]+)[ "`]/g),
    ([, flag = ""]) => flag,
  );
  return [...new Set([...commands, ...flags])];
}

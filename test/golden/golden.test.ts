import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { wrapLanguageModel } from "ai";
import { describe, expect, test } from "vitest";
import { decodeEmbedding } from "../../src/embedding-payload.ts";
import { semanticCache } from "../../src/index.ts";
import { decodeEntryLine } from "../../src/manage/transfer-format.ts";
import { decodePayload } from "../../src/response/payload.ts";
import { decodeRecord } from "../../src/store-kit/record.ts";
import { mockModel } from "../support/cached-model.ts";
import { textOf } from "../support/oracle-desk.ts";
import { EMBEDDINGS, ENTRY, FORMS, PAYLOADS } from "./forms.ts";

const FIXTURES = join(import.meta.dirname, "fixtures");
const read = (name: string): string => readFileSync(join(FIXTURES, name), "utf8");
const textsOf = (form: string): string[] => JSON.parse(read(`${form}.json`));

describe("what a released version wrote is read for ever", () => {
  test("answers, with every kind of part", () => {
    const decoded = textsOf("answer-1").map((text) => decodePayload(text));

    expect(decoded).toEqual(Object.values(PAYLOADS));
  });

  test("records of the stores that keep text", () => {
    const decoded = textsOf("entry-1").map((text) => decodeRecord(text));

    expect(decoded).toEqual([ENTRY]);
  });

  test("embeddings, number for number", () => {
    const decoded = textsOf("embedding-1").map((text) => decodeEmbedding(text));

    expect(decoded).toEqual(EMBEDDINGS);
  });

  test("lines of an export", () => {
    const decoded = textsOf("export-line-1").map((text) => decodeEntryLine(JSON.parse(text), 1e6));

    expect(decoded.map((line) => line?.entry)).toEqual([ENTRY]);
  });

  test("a whole export: its answers are found by the same requests", async () => {
    const cache = semanticCache({ embeddingModel: null });
    const inner = mockModel(() => "asked again");
    const model = wrapLanguageModel({ model: inner, middleware: cache });

    const report = await cache.import(read("export-1.jsonl"));

    expect(report).toMatchObject({ entries: 1, invalid: 0, complete: true });
    expect(await textOf("generate", { model, prompt: "How do I reset my password?" })).toBe(
      "Tap “Forgot password”.",
    );
    expect(inner.doGenerateCalls).toEqual([]);
  });
});

describe("a form that changes gets a new version", () => {
  test.each(Object.keys(FORMS))(
    "%s is written as it was released; for another form raise its version and add a fixture (scripts/golden/write.ts)",
    (form) => {
      expect(FORMS[form]?.()).toEqual(textsOf(form));
    },
  );

  test("every form that was released is still read by a test here", () => {
    const released = readdirSync(FIXTURES).map((file) => file.replace(/\.jsonl?$/, ""));

    expect(released.sort()).toEqual([...Object.keys(FORMS), "export-1"].sort());
  });
});

test.each([
  ["an answer", () => decodePayload("answer/2 00000000 {}")],
  ["a record", () => decodeRecord("entry/2 00000000\n{}\n\n")],
])("%s of a later version is told from a damaged one", (_what, decode) => {
  expect(decode()).toBe("unknown-format");
});

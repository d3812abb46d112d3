import { generateText, wrapLanguageModel } from "ai";
import { MockLanguageModelV4 } from "ai/test";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { openStore } from "../../src/cli/stores/open-store.ts";
import { semanticCache } from "../../src/index.ts";
import { mockModel } from "../support/cached-model.ts";
import { type Ended, run, useFolder } from "./support/command-line.ts";

const folder = useFolder();
let files = 0;
let store: string;
let model: MockLanguageModelV4;

beforeEach(() => {
  store = `file:${folder.path(`cache-${files++}.db`)}`;
  useModel(mockModel((call) => `answer ${call}`));
});
afterEach(() => void vi.unstubAllGlobals());

function useModel(used: MockLanguageModelV4): void {
  model = used;
  vi.stubGlobal("AI_SDK_DEFAULT_PROVIDER", { languageModel: () => used });
}

/** A model that calls this with the text of each question, before it answers. */
function listeningModel(onQuestion: (question: string) => void): MockLanguageModelV4 {
  const inner = mockModel((call) => `answer ${call}`);
  return new MockLanguageModelV4({
    async doGenerate(call) {
      onQuestion(JSON.stringify(call.prompt));
      return inner.doGenerate(call);
    },
  });
}

const QUESTIONS = folder.write(
  "questions.txt",
  "How do I reset my password?\n\nWhere is my parcel?\r\nWhat does the team plan cost?\n",
);

function warm(file: string, ...args: string[]): Promise<Ended> {
  return run("warm", file, "--store", store, "--model", "any/model", ...args);
}

describe("warm", () => {
  test("stores the answer to every question, and asks none of them twice", async () => {
    const first = await warm(QUESTIONS);
    const second = await warm(QUESTIONS);

    expect(first).toMatchObject({ code: 0, stdout: "3 prompts: 3 stored, 0 already there.\n" });
    expect(second).toMatchObject({ code: 0, stdout: "3 prompts: 0 stored, 3 already there.\n" });
    expect(model.doGenerateCalls).toHaveLength(3);
  });

  test("--dry-run counts what is there and what is not, without asking the model", async () => {
    await warm(folder.write("one.txt", "Where is my parcel?"));

    const { code, stdout } = await warm(QUESTIONS, "--dry-run");

    expect(code).toBe(0);
    expect(stdout).toBe("3 prompts: 1 already there, 2 to ask. No model was called.\n");
    expect(model.doGenerateCalls).toHaveLength(1);
  });

  test("what was warmed with the application's own instructions is a hit for the application", async () => {
    await warm(QUESTIONS, "--system", "Be kind.");
    const opened = await openStore(store);
    const cache = semanticCache({ store: opened.store });
    const app = wrapLanguageModel({ model, middleware: cache });

    const said = { model: app, prompt: "Where is my parcel?" };
    const kind = await generateText({ ...said, instructions: "Be kind." });
    const other = await generateText({ ...said, instructions: "Be brief." });

    expect(kind.providerMetadata?.semanticCache).toMatchObject({ hit: true, kind: "exact" });
    expect(other.providerMetadata?.semanticCache).toMatchObject({ hit: false });
    await cache.close();
    await opened.close();
  });

  test("--call says all that the application says, and a line of .jsonl what differs", async () => {
    const call = folder.write("call.json", JSON.stringify({ temperature: 0.5 }));
    const lines = ['"plain"', '{"prompt": "warmer", "temperature": 1}'];
    const file = folder.write("calls.jsonl", lines.join("\n"));

    await warm(file, "--call", call, "--concurrency", "1");

    expect(model.doGenerateCalls.map(({ temperature }) => temperature)).toEqual([0.5, 1]);
  });

  test("a prompt without an answer is named by its line, and the others are stored", async () => {
    useModel(
      listeningModel((question) => {
        if (question.includes("parcel")) throw new Error("no luck today");
      }),
    );

    const { code, stdout, stderr } = await warm(QUESTIONS);

    expect([code, stderr]).toEqual([1, `${QUESTIONS}:3: no luck today\n`]);
    expect(stdout).toBe("3 prompts: 2 stored, 0 already there, 1 failed.\n");
  });

  test("an answer that may not be stored says why", async () => {
    useModel(mockModel(() => ""));

    const { code, stdout } = await warm(QUESTIONS, "--json");

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ notStored: 3, reasons: { empty: 3 } });
  });

  test("Ctrl-C ends it after the calls under way, whose answers are kept", async () => {
    const lines = Array.from({ length: 30 }, (_, at) => `Question number ${at}?`);
    useModel(
      listeningModel((question) => {
        if (question.includes("number 4?")) process.emit("SIGINT");
      }),
    );

    const { code, stdout } = await warm(folder.write("many.txt", lines.join("\n")), "--json");

    const report = JSON.parse(stdout);
    expect([code, report.complete]).toEqual([1, false]);
    expect(report.stored).toBe(report.asked);
    expect(report.asked).toBeLessThan(30);
  });

  test("a line that cannot be used is named before anything is asked", async () => {
    const file = folder.write("bad.jsonl", '"good"\n\n{"promt": "typo"}');

    const { code, stderr } = await warm(file);

    expect([code, model.doGenerateCalls.length]).toEqual([2, 0]);
    expect(stderr).toContain(`${file}:3: a line must be a text, or an object`);
  });

  test.each([
    [["questions.csv", "--store", "memory:"], "prompts are read from .txt"],
    [["nowhere.txt", "--store", "memory:"], "no such file"],
    [[QUESTIONS, "--store", "memory:"], "Which model? Say --model"],
    [[QUESTIONS, "--concurrency", "0"], "Say a whole number above 0, such as 8."],
    [[QUESTIONS, "--call", QUESTIONS], "it must be JSON"],
  ])("%j cannot be used: exit code 2", async (args, message) => {
    const { code, stderr } = await run("warm", ...args);

    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generateText, wrapLanguageModel } from "ai";
import { afterAll, vi } from "vitest";
import { main } from "../../../src/cli/main.ts";
import { openStore } from "../../../src/cli/stores/open-store.ts";
import { type SemanticCacheOptions, semanticCache } from "../../../src/index.ts";
import { mockModel } from "../../support/cached-model.ts";

/** What a command line came to. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line in this process, where services can be played. One at a time. */
export async function run(...args: readonly string[]): Promise<Ended> {
  const printed = { stdout: "", stderr: "" };
  const spies = (["stdout", "stderr"] as const).map((name) =>
    vi.spyOn(process[name], "write").mockImplementation((text: unknown) => {
      printed[name] += String(text);
      return true;
    }),
  );
  try {
    const code = await main(args);
    return { code, ...printed };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

/** A folder for the files of a test file. */
export function useFolder(): {
  path(name: string): string;
  write(name: string, text: string): string;
} {
  const folder = mkdtempSync(join(tmpdir(), "semantic-cache-cli-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const path = (name: string): string => join(folder, name);
  return {
    path,
    write(name, text) {
      writeFileSync(path(name), text);
      return path(name);
    },
  };
}

/** What an application stores in these tests: three answers, one of them in a namespace, with labels. */
export const STORED: readonly (readonly [question: string, directives: object])[] = [
  ["How do I reset my password?", { tags: ["help"] }],
  [
    "What does the team plan cost?",
    { tags: ["prices"], dependsOn: [{ id: "list", version: "7" }] },
  ],
  ["How do I invite a colleague?", { namespace: "acme" }],
];

/** Lets an application with the defaults answer {@link STORED} into the store at a URL. */
export async function fill(url: string, options: SemanticCacheOptions = {}): Promise<void> {
  const { store, close } = await openStore(url, { create: true });
  const cache = semanticCache({ store, ...options });
  const answer = (call: number): string => `answer ${call}`;
  const model = wrapLanguageModel({ model: mockModel(answer), middleware: cache });
  for (const [prompt, directives] of STORED) {
    await generateText({ model, prompt, providerOptions: { semanticCache: { ...directives } } });
    await cache.flush();
  }
  await cache.close();
  await close();
}

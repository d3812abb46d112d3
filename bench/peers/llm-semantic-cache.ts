import { aroundCalls } from "./around-calls.ts";
import { loadOrThrow } from "./load.ts";
import { type Asked, MODEL, type Peer } from "./peer.ts";

interface Message {
  readonly role: string;
  readonly content: string;
}

type Prompt = string | readonly Message[];

interface Package {
  createCache(options: {
    readonly embedFn: (text: string) => Promise<number[]>;
    readonly threshold: number | undefined;
    readonly maxEntries: number;
  }): Promise<{
    get(prompt: Prompt, model: string): Promise<{ readonly response: string } | null>;
    set(prompt: Prompt, response: string, model: string): Promise<void>;
  }>;
}

/** `llm-semantic-cache`: the quick start of its README; instructions go in as its `wrap()` passes them. */
export const llmSemanticCache: Peer = {
  name: "llm-semantic-cache",
  package: "llm-semantic-cache",
  finds: "meaning",
  through: "get, then generateText",
  async open({ source, embedder, threshold, entries }) {
    const { createCache } = await loadOrThrow<Package>("llm-semantic-cache");
    const { embed: embedFn } = embedder;
    const cache = await createCache({ embedFn, threshold, maxEntries: entries });
    return aroundCalls(
      {
        get: async (asked) =>
          (await cache.get(promptOf(asked), asked.model ?? MODEL))?.response ?? undefined,
        set: (asked, text) => cache.set(promptOf(asked), text, asked.model ?? MODEL),
      },
      source,
    );
  },
};

function promptOf({ question, system }: Asked): Prompt {
  if (system === undefined) return question;
  return [
    { role: "system", content: system },
    { role: "user", content: question },
  ];
}

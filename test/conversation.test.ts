import type { ModelMessage } from "ai";
import { describe, expect, test } from "vitest";
import { cachedModel } from "./support/cached-model.ts";
import { fakeEmbedding } from "./support/embedding.ts";

const user = (content: string): ModelMessage => ({ role: "user", content });
const assistant = (content: string): ModelMessage => ({ role: "assistant", content });

/** Every question about the same topic has the same vector. */
const byTopic = fakeEmbedding((text) => {
  const topics = [/return|send back/i, /long|many days|weeks/i, /pay/i, /more|elaborate/i];
  return topics.map((topic) => (topic.test(text) ? 1 : 0));
});

function chat(options: Parameters<typeof cachedModel>[0] = {}): {
  say(history: ModelMessage[], question: string): Promise<ModelMessage[]>;
  path(): string[];
  calls(): number;
} {
  const cached = cachedModel({ embeddingModel: byTopic, guards: false, ...options });
  return {
    ...cached,
    async say(history, question) {
      const messages = [...history, user(question)];
      const { text } = await cached.ask({ prompt: messages });
      return [...messages, assistant(text)];
    },
  };
}

describe("lineage, the default", () => {
  test("who repeats a conversation does not make others lose theirs", async () => {
    const { say, path } = chat();
    const ada = await say([], "How do I return a parcel?");
    const later = await say(ada, "How long does that take?");
    await say(later, "Tell me more");
    for (const _again of [1, 2]) await say(ada, "How long does that take?");

    let bob = await say([], "I want to send back my order");
    bob = await say(bob, "How long does that take?");
    await say(bob, "Tell me more");

    expect(path().slice(-5)).toEqual([
      ...["hit:exact", "hit:exact"],
      ...["hit:semantic", "hit:exact", "hit:exact"],
    ]);
  });

  test("two users who word every turn differently are both served, turn after turn", async () => {
    const { say, path } = chat();

    let ada = await say([], "How do I return a parcel?");
    ada = await say(ada, "How long does that take?");
    ada = await say(ada, "Tell me more");
    let bob = await say([], "I want to send back my order");
    bob = await say(bob, "So how many days until it is done?");
    bob = await say(bob, "Please elaborate");

    expect(path().filter((step) => step !== "write")).toEqual([
      ...["miss:no-match", "miss:no-match", "miss:no-match"],
      ...["hit:semantic", "hit:semantic", "hit:semantic"],
    ]);
    expect(bob.filter(({ role }) => role === "assistant")).toEqual(
      ada.filter(({ role }) => role === "assistant"),
    );
  });

  test("the same last question after another conversation is never served", async () => {
    const { say, path } = chat();

    const returns = await say([], "How do I return a parcel?");
    await say(returns, "How long does that take?");
    const paying = await say([], "How do I pay?");
    await say(paying, "How long does that take?");

    expect(path().filter((step) => step.startsWith("hit"))).toEqual([]);
  });

  test("a conversation whose earlier answer was changed is another conversation", async () => {
    const { say, path } = chat();

    const [question] = await say([], "How do I return a parcel?");
    await say(await say([], "How do I return a parcel?"), "How long does that take?");
    await say([question ?? user(""), assistant("Something else")], "How long does that take?");

    expect(path().at(-2)).toBe("miss:no-match");
  });

  test("a refreshed answer starts a lineage of its own, so its follow-ups are asked again", async () => {
    const { say, path } = chat();

    const before = await say([], "How do I return a parcel?");
    await say(before, "How long does that take?");
    const after = [before[0] ?? user(""), assistant("A refreshed answer")];
    await say(after, "How long does that take?");

    expect(path().filter((step) => step !== "write")).toEqual([
      "miss:no-match",
      "miss:no-match",
      "miss:no-match",
    ]);
  });

  test("two tenants never share a conversation", async () => {
    const { ask, path } = cachedModel({ embeddingModel: byTopic });
    const turns = [user("How do I return a parcel?"), assistant("answer 1"), user("How long?")];
    const as = (namespace: string) => ({ semanticCache: { namespace } });

    await ask({ prompt: "How do I return a parcel?", providerOptions: as("a") });
    await ask({ prompt: turns, providerOptions: as("a") });
    await ask({ prompt: turns, providerOptions: as("b") });

    expect(path().some((step) => step.startsWith("hit"))).toBe(false);
  });

  test("a lost alias costs the paraphrased conversation a miss, not the original one", async () => {
    const { say, path } = chat();
    const ada = await say([], "How do I return a parcel?");
    await say(ada, "How long does that take?");

    await say(ada, "How long does that take?");

    expect(path().at(-1)).toBe("hit:exact");
  });
});

describe("conversation: exact", () => {
  test("a paraphrased first turn leads to a conversation of its own", async () => {
    const { say, path } = chat({ conversation: "exact" });

    await say(await say([], "How do I return a parcel?"), "How long does that take?");
    await say(await say([], "I want to send back my order"), "How many days is that?");

    expect(path().filter((step) => step !== "write")).toEqual([
      "miss:no-match",
      "miss:no-match",
      "hit:semantic",
      "miss:no-match",
    ]);
  });
});

describe("conversation: a function of the application", () => {
  test("a rewritten question is matched wherever it was asked", async () => {
    const { say, path } = chat({
      conversation: (turns) => ({
        query: turns.map(({ text }) => text).join(" / "),
        context: "",
      }),
    });

    await say([user("return"), assistant("Sure.")], "how long?");
    await say([user("send back"), assistant("Sure.")], "how many days?");

    expect(path()).toEqual(["miss:no-match", "write", "hit:semantic"]);
  });

  test("another context is another partition", async () => {
    const { say, path } = chat({
      conversation: (turns) => ({ query: "how long?", context: turns[0]?.text ?? "" }),
    });

    await say([user("about parcels"), assistant("Sure.")], "how long?");
    await say([user("about flights"), assistant("Sure.")], "how long?");

    expect(path().some((step) => step.startsWith("hit"))).toBe(false);
  });

  test("files of any turn must be equal, whatever the question was rewritten to", async () => {
    const { ask, path } = cachedModel({
      conversation: () => ({ query: "what is in the picture?", context: "" }),
    });
    const show = (pixel: number): ModelMessage[] => [
      {
        role: "user",
        content: [{ type: "file", data: Uint8Array.of(pixel), mediaType: "image/png" }],
      },
      assistant("I see."),
      user("what is it?"),
    ];

    await ask({ prompt: show(1) });
    await ask({ prompt: show(2) });
    await ask({ prompt: show(1) });

    expect(path().filter((step) => step.startsWith("hit"))).toEqual(["hit:exact"]);
  });

  test("one that breaks costs the cache, not the call", async () => {
    const { ask, path } = cachedModel({
      conversation: () => {
        throw new Error("rewriting failed");
      },
    });

    const { text } = await ask("How do I pay?");

    expect(text).toBe("answer 1");
    expect(path()).toEqual(["error:plan:failed", "bypass:plan-failed"]);
  });
});

import { trace } from "@opentelemetry/api";
import { generateText, type Telemetry } from "ai";
import { describe, expect, test } from "vitest";
import { openTelemetry } from "../../src/observe/opentelemetry/index.ts";
import { cachedModel } from "../support/cached-model.ts";
import { sdk4 } from "../support/sdk-4.ts";
import { cachedApp, PARAPHRASE, QUESTION } from "../support/sdk-cached.ts";
import { sdk5, sdk6 } from "../support/sdk-modern.ts";
import { short, testTelemetry } from "../support/telemetry.ts";
import { requestEvent, toldCache } from "../support/told-cache.ts";

describe("the active span tells what became of a request", () => {
  test.each(["ask", "stream"] as const)("%s: a miss, then a hit", async (way) => {
    const { inSpan, told } = testTelemetry();
    const { [way]: call, cache } = cachedModel();
    openTelemetry(cache);

    await inSpan<unknown>("first", () => call("How do I reset my password?"));
    await inSpan<unknown>("second", () => call("How do I reset my passwords?"));

    expect(told("first")).toMatchObject({
      outcome: "miss",
      reason: "no-match",
      operation: way === "ask" ? "generate" : "stream",
      duration_ms: expect.any(Number),
    });
    expect(told("second")).toMatchObject({
      outcome: "hit",
      kind: "semantic",
      similarity: expect.closeTo(0.92, 2),
      entry_id: expect.any(String),
      age_ms: expect.any(Number),
      stale: false,
      saved_input_tokens: 10,
      saved_output_tokens: 20,
    });
  });

  test("and has an event for everything that happened, with the model", async () => {
    const { inSpan, span } = testTelemetry();
    const { ask, cache } = cachedModel();
    openTelemetry(cache);

    await inSpan("call", () => ask("How do I reset my password?"));

    const events = span("call")?.events ?? [];
    expect(events.map(({ name }) => name)).toEqual([
      "ai_sdk_semantic_cache.miss",
      "ai_sdk_semantic_cache.write",
    ]);
    expect(events[0]?.attributes).toMatchObject({
      "gen_ai.provider.name": "mock-provider",
      "gen_ai.request.model": "mock-model-id",
    });
  });

  test("a bypass and a guard that spoke against a match are told as well", async () => {
    const { inSpan, told } = testTelemetry();
    const { ask, cache } = cachedModel();
    openTelemetry(cache);
    await ask("Where is order 1234567?");

    const noStore = { semanticCache: { cache: "no-store" } };
    await inSpan("past", () => ask({ prompt: "Who are you?", providerOptions: noStore }));
    await inSpan("vetoed", () => ask("Where is order 1234568?"));

    expect(told("past")).toMatchObject({
      outcome: "bypass",
      reason: "no-store",
    });
    expect(told("vetoed")).toMatchObject({
      reason: "vetoed",
      vetoed_by: ["numbers"],
    });
  });

  test("two requests in one span do not mix: attributes are the first one's, events both's", async () => {
    const { inSpan, span, told } = testTelemetry();
    const { ask, cache } = cachedModel();
    openTelemetry(cache);

    await inSpan("route", async () => {
      await ask("How do I reset my password?");
      await ask("How do I reset my password?");
    });

    expect(told("route")).toMatchObject({ outcome: "miss", reason: "no-match" });
    expect(told("route")).not.toHaveProperty("kind");
    expect(span("route")?.events.map(({ name }) => name.split(".")[1])).toEqual([
      "miss",
      "write",
      "hit",
    ]);
  });

  test("of requests that share one model call each has its own outcome", async () => {
    const { inSpan, spans } = testTelemetry();
    const { stream, cache } = cachedModel();
    openTelemetry(cache);

    const callers = ["call 1", "call 2", "call 3"];
    await Promise.all(callers.map((name) => inSpan(name, () => stream("What does it cost?"))));

    const outcomes = spans().map((each) => short(each.attributes).outcome);
    expect(outcomes.sort()).toEqual(["hit", "hit", "miss"]);
  });

  test("namespaces are told only where that is wanted", async () => {
    const { inSpan, told } = testTelemetry();
    for (const namespaces of [false, true]) {
      const { ask, cache } = cachedModel({ namespace: "acme" });
      openTelemetry(cache, { namespaces });
      await inSpan(`namespaces: ${namespaces}`, () => ask("Who are you?"));
    }

    const namespaces = [false, true].map((on) => told(`namespaces: ${on}`).namespace);
    expect(namespaces).toEqual([undefined, "acme"]);
  });
});

describe("with the telemetry of the AI SDK it is the span of the model call", () => {
  test.each([sdk4, sdk5, sdk6])("$name", async (sdk) => {
    const { tracer, spans, told } = testTelemetry();
    const { ask, cache } = cachedApp(sdk);
    openTelemetry(cache);
    const options = { experimental_telemetry: { isEnabled: true, tracer } };

    for (const [way, prompt] of [
      ["generate", QUESTION],
      ["stream", PARAPHRASE],
    ] as const) {
      await ask({ way, prompt, options });
    }

    const outcomes = ["ai.generateText.doGenerate", "ai.streamText.doStream"].map(
      (name) => told(name).outcome,
    );
    expect(outcomes).toEqual(["miss", "hit"]);
    expect(spans().filter((each) => "outcome" in short(each.attributes))).toHaveLength(2);
  });

  test("ai 7, by an integration that runs model calls in a span of their own", async () => {
    const { inSpan, span, told } = testTelemetry();
    const { model, cache } = cachedModel();
    openTelemetry(cache);
    const chatSpans: Telemetry = {
      executeLanguageModelCall: ({ execute }) => inSpan("chat", execute),
    };

    await inSpan("route", () =>
      generateText({ model, prompt: QUESTION, telemetry: { integrations: [chatSpans] } }),
    );

    expect(told("chat").outcome).toBe("miss");
    expect(span("route")?.attributes).toEqual({});
  });
});

describe("telemetry breaks no call", () => {
  test("a span that throws", async () => {
    const { inSpan } = testTelemetry();
    const { ask, path, cache } = cachedModel();
    openTelemetry(cache);

    const { text } = await inSpan("call", () => {
      Reflect.set(trace.getActiveSpan() ?? {}, "addEvent", () => {
        throw new Error("no room");
      });
      return ask("Who are you?");
    });

    expect(text).toBe("answer 1");
    expect(path()).toEqual(["miss:no-match", "write"]);
  });

  test("no span, no SDK", async () => {
    const { ask, cache } = cachedModel();
    openTelemetry(cache);

    expect((await ask("Who are you?")).text).toBe("answer 1");
  });

  test("after it was ended nothing is told, and spans can be left out from the start", async () => {
    const { inSpan, spans } = testTelemetry();
    const cache = toldCache();
    openTelemetry(cache)();
    openTelemetry(cache, { spans: false });

    await inSpan("call", async () => cache.tell(requestEvent("hit")));

    expect(spans().map(({ attributes, events }) => [attributes, events])).toEqual([[{}, []]]);
  });
});

import type { SemanticCacheOptions } from "../../../src/index.ts";
import { type Ask, type CachedModel, cachedModel } from "../../support/cached-model.ts";

/** What an application says to a cache, and what it is told: a text for every place where one can be. */
export interface Planted {
  readonly question: string;
  readonly answer: string;
  readonly namespace: string;
  readonly scope: string;
  readonly tag: string;
  readonly source: string;
  readonly version: string;
  readonly instructions: string;
  readonly earlier: string;
  readonly option: string;
  readonly header: string;
  readonly model: string;
}

export const PLACES: readonly (keyof Planted)[] = [
  ...(["question", "answer", "namespace", "scope", "tag", "source", "version"] as const),
  ...(["instructions", "earlier", "option", "header", "model"] as const),
];

/** One text of ours per place. */
export function plant(textFor: (place: keyof Planted) => string): Planted {
  return Object.fromEntries(PLACES.map((place) => [place, textFor(place)])) as unknown as Planted;
}

/** Does with a new cache what an application can do with one: asks, manages, removes. */
export async function exercise(
  planted: Planted,
  options: SemanticCacheOptions,
): Promise<CachedModel> {
  const cached = cachedModel({
    threshold: 0.5,
    guards: false,
    timeouts: { get: "10s", search: "10s", write: "10s" },
    answer: () => planted.answer,
    ...options,
  });
  Reflect.set(cached.inner, "modelId", planted.model);
  await askAround(cached, planted);
  await manage(cached, planted);
  await askAround(cached, planted);
  return cached;
}

async function askAround({ ask, stream }: CachedModel, planted: Planted): Promise<void> {
  const { question } = planted;
  await ask(call(planted, question));
  await ask(call(planted, question));
  await stream(call(planted, `I ask ${question}`));
  await ask(call(planted, [{ role: "user", content: planted.earlier }, ...spoken(planted)]));
}

function call(planted: Planted, prompt: Ask["prompt"]): Ask & { headers: Record<string, string> } {
  const { namespace, scope, tag, source, version, option } = planted;
  return {
    system: planted.instructions,
    prompt,
    headers: { authorization: planted.header },
    providerOptions: {
      acme: { option },
      semanticCache: { namespace, scope, tags: [tag], dependsOn: [{ id: source, version }] },
    },
  };
}

function spoken({ answer, question }: Planted): Exclude<Ask["prompt"], string> {
  return [
    { role: "assistant", content: answer },
    { role: "user", content: question },
  ];
}

async function manage({ cache }: CachedModel, planted: Planted): Promise<void> {
  const { namespace, tag, source, version, question } = planted;
  const model = `mock-provider/${planted.model}`;
  const [entry] = await Array.fromAsync(cache.entries({ namespace, tag, source, model }));
  if (entry) {
    await cache.pin(entry.entryId);
    await cache.feedback(entry.entryId, { correct: true });
  }
  await cache.neighbours({ text: question, namespace });
  await cache.size({ namespace });
  await new Response(await cache.export()).text();
  await cache.invalidate({ query: question, source: { id: source, version } }, { dryRun: true });
  await cache.invalidate({ tag, model });
  await cache.clear({ namespace });
}

import type { Row } from "../support/bench.ts";
import { breakable, createEmbedder } from "./embedders.ts";
import type { Asked, Peer, Service } from "./peer.ts";
import { DIFFERENT, type Pair, SAME } from "./questions.ts";
import { answerTo, createSource, type Source } from "./source.ts";

const ENTRIES = 1_000;
/** A call takes this long where calls at once are counted. */
const MODEL_MS = 50;
const AT_ONCE = 20;
const QUESTION = "Where can I park my car?";

/** A service on a source of its own. */
interface Setting {
  readonly source: Source;
  readonly service: Service;
  breakEmbedding(): Promise<unknown>;
}

/** What a peer does where caches differ, found out by asking it. All with the built-in model. */
export async function behaviourOf(peer: Peer): Promise<Row> {
  const probe = <Result>(run: (setting: Setting) => Promise<Result>, delayMs?: number) =>
    inSetting(peer, run, { delayMs });
  return {
    name: peer.name,
    callsForTwentyAtOnce: await probe(callsAtOnce, MODEL_MS),
    embedderDown: peer.finds === "meaning" ? await probe(withoutEmbedder) : "needs none",
    streamedHit: await probe(streamedHit),
    streamOfGenerated: await probe(streamOfGenerated),
    tokensOnHit: await probe(tokensOnHit),
    otherModel: await probe((setting) => isolation(setting, { model: "model-b" })),
    otherSystem: await probe((setting) => isolation(setting, { system: "Answer like a pirate." })),
    otherTenant: await probe((setting) => isolation(setting, { tenant: "tenant-b" })),
  };
}

/** How often a peer gives one question the answer to another one, beside how often it hits rightly. */
export async function wrongAnswersOf(peer: Peer, threshold?: number): Promise<Row> {
  const wrong: Record<string, string> = {};
  for (const [kind, pairs] of Object.entries(DIFFERENT)) {
    const isWrong = ([, asked]: Pair, text: string) => text !== answerTo({ question: asked });
    wrong[kind] = await share(peer, pairs, isWrong, threshold);
  }
  const isServed = ([stored]: Pair, text: string) => text === answerTo({ question: stored });
  return {
    name: `${peer.name}, ${threshold === undefined ? "own default" : `threshold ${threshold}`}`,
    wrongOpposite: wrong.opposite,
    wrongNegation: wrong.negation,
    wrongNumber: wrong.number,
    wrongWording: wrong.wording,
    paraphrasesServed: await share(peer, SAME, isServed, threshold),
  };
}

async function share(
  peer: Peer,
  pairs: readonly Pair[],
  counts: (pair: Pair, text: string) => boolean,
  threshold: number | undefined,
): Promise<string> {
  async function run({ service }: Setting): Promise<string> {
    let count = 0;
    for (const [question] of pairs) await service.store?.({ question });
    await service.settle?.();
    for (const pair of pairs) {
      const { text } = await service.ask({ question: pair[1] });
      if (counts(pair, text)) count++;
    }
    return `${count} of ${pairs.length}`;
  }
  return inSetting(peer, run, { threshold });
}

async function callsAtOnce({ service, source }: Setting): Promise<number> {
  await Promise.all(Array.from({ length: AT_ONCE }, () => service.ask({ question: QUESTION })));
  return source.calls();
}

async function withoutEmbedder({ service, breakEmbedding }: Setting): Promise<string> {
  await breakEmbedding();
  const { text } = await service.ask({ question: QUESTION });
  return text === answerTo({ question: QUESTION }) ? "answered" : "wrong answer";
}

async function streamedHit({ service, source }: Setting): Promise<string> {
  if (!service.stream) return "not offered";
  const first = await Array.fromAsync(service.stream({ question: QUESTION }));
  await service.settle?.();
  const second = await Array.fromAsync(service.stream({ question: QUESTION }));
  if (source.calls() > 1) return "not cached";
  const isSame = second.join("") === first.join("");
  return isSame ? `same text, ${second.length} of ${first.length} chunks` : "other text";
}

async function streamOfGenerated({ service, source }: Setting): Promise<string> {
  if (!service.stream) return "not offered";
  const { text } = await service.ask({ question: QUESTION });
  await service.settle?.();
  const chunks = await Array.fromAsync(service.stream({ question: QUESTION }));
  if (source.calls() > 1) return "asks the model again";
  return chunks.join("") === text ? "same text" : "other text";
}

async function tokensOnHit({ service }: Setting): Promise<number | string> {
  await service.ask({ question: QUESTION });
  await service.settle?.();
  return (await service.ask({ question: QUESTION })).tokens ?? "not told";
}

async function isolation({ service, source }: Setting, other: Partial<Asked>): Promise<string> {
  await service.ask({ question: QUESTION, system: "Answer in one line.", tenant: "tenant-a" });
  await service.settle?.();
  const system = "Answer in one line.";
  await service.ask({ question: QUESTION, system, tenant: "tenant-a", ...other });
  return source.calls() === 2 ? "kept apart" : "shared";
}

/** Opens a peer for one question about it. What it throws is the answer. */
async function inSetting<Result>(
  peer: Peer,
  run: (setting: Setting) => Promise<Result>,
  { threshold, delayMs = 0 }: { threshold?: number | undefined; delayMs?: number | undefined },
): Promise<Result | string> {
  const source = createSource(delayMs);
  const { embedder, breakDown } = breakable(await createEmbedder("built-in"));
  const service = await peer.open({ source, embedder, threshold, entries: ENTRIES });
  const breakEmbedding = service.breakEmbedding ?? (async () => breakDown());
  try {
    return await run({ source, service, breakEmbedding });
  } catch (error) {
    return `call fails: ${error instanceof Error ? error.message : error}`;
  } finally {
    await service.close?.();
  }
}

import type { Row } from "../support/bench.ts";
import { measure, medianRatio, rounded, type Timing, type Variant } from "../support/measure.ts";
import { createEmbedder, type EmbedderName } from "./embedders.ts";
import { ours } from "./ours.ts";
import type { Peer, Service } from "./peer.ts";
import { numbered } from "./questions.ts";
import { answerTo, createSource, type Source } from "./source.ts";
import { firstChunks, type StreamTiming } from "./stream-speed.ts";

/** A peer that is open and filled. */
export interface Opened {
  readonly peer: Peer;
  readonly service: Service;
  readonly source: Source;
}

const THRESHOLD = 0.9;
const ROUNDS = 25;
/** Questions in one timed run. */
const QUESTIONS = 8;
/** Hits by meaning that are checked to be the right ones. */
const CHECKED = 50;
/** Jumps over the questions, so that neighbours are not asked after each other. */
const STEP = 37;

/** Hits of all peers with as many entries as said, in turns, beside each other in this process. */
export async function compareSpeed(
  peers: readonly Peer[],
  name: EmbedderName,
  entries: number,
): Promise<readonly Row[]> {
  const embedder = await createEmbedder(name);
  const opened: Opened[] = [];
  for (const peer of peers) {
    const source = createSource();
    const setup = { source, embedder, threshold: THRESHOLD, entries: 2 * entries };
    const service = await peer.open(setup);
    await fill(service, entries);
    opened.push({ peer, service, source });
  }
  const exact = await hits(opened, entries, "can");
  const byMeaning = opened.filter(({ peer }) => peer.finds === "meaning");
  const semantic = await hits(byMeaning, entries, "do");
  const streams = await firstChunks(opened);
  const rows: Row[] = [];
  for (const one of opened) {
    const checked = byMeaning.includes(one) ? await checkHits(one.service, entries) : undefined;
    rows.push(toRow(one, name, { exact, semantic, streams, checked }));
    await one.service.close?.();
  }
  return rows;
}

interface Checked {
  readonly semanticRight: string;
  readonly semanticWrong: string;
}

interface Figures {
  readonly exact: Record<string, Timing>;
  readonly semantic: Record<string, Timing>;
  readonly streams: Record<string, StreamTiming>;
  readonly checked: Checked | undefined;
}

function toRow({ peer }: Opened, embedder: string, figures: Figures): Row {
  const stream = figures.streams[peer.name];
  return {
    name: `${peer.name}, ${embedder}`,
    through: peer.through,
    ...figuresOf("exact", figures.exact, peer.name),
    ...figuresOf("semantic", figures.semantic, peer.name),
    semanticRight: figures.checked?.semanticRight,
    semanticWrong: figures.checked?.semanticWrong,
    firstChunkMinMs: stream && rounded(stream.first.min),
    firstChunkP50Ms: stream && rounded(stream.first.median),
    wholeStreamP50Ms: stream && rounded(stream.whole.median),
  };
}

function figuresOf(kind: string, timings: Record<string, Timing>, name: string): Partial<Row> {
  const own = timings[ours.name];
  const timing = timings[name];
  return {
    [`${kind}MinMs`]: timing && rounded(timing.min / QUESTIONS),
    [`${kind}P50Ms`]: timing && rounded(timing.median / QUESTIONS),
    [`${kind}TimesOurs`]: timing && own && rounded(medianRatio(timing, own)),
  };
}

async function fill({ store, ask, settle }: Service, entries: number): Promise<void> {
  for (let index = 0; index < entries; index++) {
    await (store ?? ask)({ question: numbered(index) });
    if (index % 100 === 0) await settle?.();
  }
  await settle?.();
}

async function hits(
  opened: readonly Opened[],
  entries: number,
  word: "can" | "do",
): Promise<Record<string, Timing>> {
  const variants: Record<string, Variant> = {};
  for (const { peer, service } of opened) {
    let next = 0;
    variants[peer.name] = {
      async run() {
        let characters = 0;
        for (let asked = 0; asked < QUESTIONS; asked++) {
          const question = numbered((next++ * STEP) % entries, word);
          characters += (await service.ask({ question })).text.length;
        }
        await service.settle?.();
        return characters;
      },
    };
  }
  return measure(variants, { rounds: ROUNDS });
}

/** What questions in other words get: the answer of the question they stand for, or of another one. */
async function checkHits({ ask }: Service, entries: number): Promise<Checked> {
  let [right, wrong] = [0, 0];
  for (let asked = 0; asked < CHECKED; asked++) {
    const index = (asked * STEP * 5 + 11) % entries;
    const question = numbered(index, "do");
    const { text } = await ask({ question });
    if (text === answerTo({ question: numbered(index) })) right++;
    else if (text !== answerTo({ question })) wrong++;
  }
  return { semanticRight: `${right} of ${CHECKED}`, semanticWrong: `${wrong} of ${CHECKED}` };
}

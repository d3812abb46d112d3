import { checksum } from "../../../checksum.ts";
import { createLru } from "../../../lru.ts";
import { decodeRow, encodeRow } from "../../quantize.ts";
import { sketchOf } from "../../sketch.ts";
import { asList, asText, asTexts, type RedisCommands } from "../commands.ts";
import { partCommand } from "../script-command.ts";
import { KIND, type Mean, piecesOf, toMean, toPiece } from "./packed.ts";
import { CENTRE } from "./scan-scripts.ts";
import { type SpaceKeys, spaceScript } from "./space-keys.ts";

/** The means that are known, of each scope and space. */
export interface Means {
  get(keys: SpaceKeys): Mean | undefined;
  set(keys: SpaceKeys, mean: Mean): void;
  /** Sees to it that Redis has a mean. Many writes at once cause this once. */
  ensure(keys: SpaceKeys): Promise<void>;
}

/** From so many vectors on their mean says something, and sketches as seen from it tell more. */
export const CENTRED_FROM = 256;
const MOST_MEANS = 1_000;

/** Remembers some means. */
export function createMeans(commands: RedisCommands): Means {
  const means = createLru<string, Mean>({ maxWeight: MOST_MEANS });
  const underWay = new Set<string>();
  return {
    get: ({ packed }) => means.get(packed),
    set: ({ packed }, mean) => means.set(packed, mean),
    async ensure(keys) {
      if (underWay.has(keys.packed)) return;
      underWay.add(keys.packed);
      try {
        const mean = await centre(commands, keys);
        if (mean) means.set(keys.packed, mean);
      } finally {
        underWay.delete(keys.packed);
      }
    },
  };
}

/** Computes the mean of the first vectors and sets it, unless somebody else has. Three round trips. */
async function centre({ send }: RedisCommands, keys: SpaceKeys): Promise<Mean | undefined> {
  const [found, text] = await send([
    ["ZRANGE", keys.due, "0", String(CENTRED_FROM - 1)],
    ["GET", keys.packed],
  ]);
  const pieces = lastPieces(asText(text) ?? "");
  const ids = asTexts(found).filter((id) => pieces.has(id));
  if (ids.length === 0) return undefined;
  const [rows] = await send([["HMGET", keys.rows, ...ids]]);
  const vectors = vectorsOf(ids, asList(rows));
  const meanText = encodeRow(meanOf([...vectors.values()]));
  const mean = toMean(meanText, checksum(meanText));
  if (!mean) return undefined;
  const instead = [...vectors].flatMap(([id, vector]) => recentred(pieces.get(id), vector, mean));
  const script = spaceScript(CENTRE, keys, [meanText, mean.tag, ...instead]);
  const [tag, current] = asTexts((await send([partCommand(script)]))[0]);
  return toMean(current ?? "", tag ?? "");
}

function vectorsOf(ids: readonly string[], rows: readonly unknown[]): Map<string, Float32Array> {
  const vectors = new Map<string, Float32Array>();
  for (const [at, id] of ids.entries()) {
    const vector = decodeRow(asText(rows[at]) ?? "");
    if (vector) vectors.set(id, vector);
  }
  return vectors;
}

function lastPieces(packed: string): Map<string, string> {
  return new Map([...piecesOf(packed)].map((piece) => [piece.slice(1, 13), piece]));
}

/** A raw piece and the centred one that takes its place. */
function recentred(piece: string | undefined, vector: Float32Array, mean: Mean): string[] {
  if (!piece?.startsWith(KIND.raw) || vector.length !== mean.vector.length) return [];
  const expiresAt = Number.parseInt(piece.slice(13, 21), 16) * 1_000;
  const sketch = sketchOf(vector, mean.vector);
  return [piece, toPiece(KIND.centred, piece.slice(1, 13), expiresAt, sketch)];
}

function meanOf(vectors: readonly Float32Array[]): Float32Array {
  const [first] = vectors;
  const same = vectors.filter((vector) => vector.length === first?.length);
  const sums = new Float64Array(first?.length ?? 1);
  for (const vector of same) {
    for (let at = 0; at < vector.length; at++)
      sums[at] = (sums[at] as number) + (vector[at] as number);
  }
  return Float32Array.from(sums, (sum) => sum / Math.max(1, same.length));
}

import { createLru, type Lru } from "../../../lru.ts";
import type { Match, SearchQuery } from "../../../store.ts";
import { encodeRow } from "../../quantize.ts";
import { sketchOf } from "../../sketch.ts";
import { asList, asText, toMoment } from "../commands.ts";
import { partCommand } from "../script-command.ts";
import type { VectorEntry, VectorIndex, VectorIndexTools } from "../vector-index.ts";
import { CENTRED_FROM, createMeans } from "./means.ts";
import { KIND, type Mean, toMean, toPiece } from "./packed.ts";
import { REMOVE, RESKETCH, WRITE } from "./scan-scripts.ts";
import { scanSearch } from "./scan-search.ts";
import { type SpaceKeys, spaceKeys, spaceScript } from "./space-keys.ts";
import type { Synced } from "./sync.ts";

/** Options of {@link scanIndex}. */
export interface ScanOptions {
  /** Keeps nothing between searches: for processes that live for one request. @default false */
  readonly stateless?: boolean | undefined;
  /** Most memory that mirrors take, in bytes (estimated). @default 67108864 (64 MB) */
  readonly maxMirrorBytes?: number | undefined;
}

/** Mirrors by the key of their packed text. The weight is that of when it was set: mirrors grow. */
export type Mirrors = Lru<string, { readonly synced: Synced; readonly bytes: number }>;

/**
 * Scan and score: sketches nominate, rows rank, entries decide. Sketches come from a local mirror that
 * follows a log (one round trip) or, stateless, from Redis each time (two).
 */
export function scanIndex({
  stateless = false,
  maxMirrorBytes = 67_108_864,
}: ScanOptions = {}): (tools: VectorIndexTools) => VectorIndex {
  return (tools) => {
    const { commands, keys } = tools;
    const means = createMeans(commands);
    const mirrors: Mirrors | undefined = stateless
      ? undefined
      : createLru({ maxWeight: maxMirrorBytes, weigh: (_, { bytes }) => bytes });

    const spaceOf = ({ scope, space }: Pick<VectorEntry, "scope" | "space">): SpaceKeys =>
      spaceKeys(keys, scope, space);

    /** The vector was written with no mean or with another one than Redis has. */
    async function resketch(entry: VectorEntry, id: string, mean: Mean): Promise<void> {
      means.set(spaceOf(entry), mean);
      if (mean.vector.length !== entry.vector.length) return;
      const sketch = sketchOf(entry.vector, mean.vector);
      const piece = toPiece(KIND.centred, id, entry.expiresAt, sketch);
      const args = [id, encodeRow(entry.vector), piece];
      await commands.send([partCommand(spaceScript(RESKETCH, spaceOf(entry), args))]);
    }

    return {
      write(entry, id) {
        const { vector, expiresAt } = entry;
        const raw = toPiece(KIND.raw, id, expiresAt, sketchOf(vector));
        const mean = means.get(spaceOf(entry));
        const isSame = mean?.vector.length === vector.length;
        const centred = isSame
          ? toPiece(KIND.centred, id, expiresAt, sketchOf(vector, mean.vector))
          : raw;
        const times = [toMoment(expiresAt), String(Date.now())];
        const args = [id, ...times, encodeRow(vector), raw, centred, mean?.tag ?? ""];
        return spaceScript(WRITE, spaceOf(entry), args);
      },
      async afterWrite(entry, id, reply) {
        const [live, tag, text, givenTag] = asList(reply);
        const mean = toMean(asText(text) ?? "", asText(tag) ?? "");
        if (mean) return resketch(entry, id, mean);
        const space = spaceOf(entry);
        const wasCentred = givenTag === "" && means.get(space); // while this write was under way
        if (tag !== "" || Number(live) < CENTRED_FROM || wasCentred) return;
        await means.ensure(space);
      },
      remove: (place) => spaceScript(REMOVE, spaceOf(place), [place.id]),
      search: (query: SearchQuery): Promise<readonly Match[]> =>
        scanSearch(query, spaceOf(query), tools, mirrors),
    };
  };
}

import type { Evaluation } from "./evaluation.ts";
import type { Lookup } from "./lookup.ts";
import type { EvaluationContext } from "./open-context.ts";
import { type ReplayedRow, replay, replayRates } from "./replay.ts";
import type { ReadRow } from "./rows.ts";

/** Streams are asked anew for each threshold, since it decides what is stored: fewer than for pairs. */
const DEFAULT_THRESHOLDS: readonly number[] = [0.7, 0.75, 0.8, 0.85, 0.9, 0.95];

/** Replays streams and conversations as the cache is set, and streams at other thresholds as well. */
export async function replayAll(
  context: EvaluationContext,
  rows: readonly ReadRow[],
  thresholds: readonly number[] = DEFAULT_THRESHOLDS,
): Promise<Pick<Evaluation, "replays" | "streamCurve"> & { readonly lookups: readonly Lookup[] }> {
  const ofKind = (kind: ReplayedRow["kind"]): ReplayedRow[] =>
    rows.filter((row) => row.kind === kind) as ReplayedRow[];
  const [stream, conversations] = [ofKind("stream"), ofKind("conversations")];
  const curveRows = stream.length === 0 ? 0 : stream.length * thresholds.length;
  const progress = context.progress("replays", stream.length + conversations.length + curveRows);
  const onLookup = (): void => {
    context.abortSignal.throwIfAborted();
    progress(1);
  };
  const replays: Evaluation["replays"][number][] = [];
  const lookups: Lookup[] = [];
  for (const replayed of [stream, conversations]) {
    const [first] = replayed;
    if (!first) continue;
    const done = await replay(context, replayed, onLookup);
    replays.push({ kind: first.kind, ...replayRates(done) });
    lookups.push(...done.lookups);
  }
  const streamCurve: Evaluation["streamCurve"][number][] = [];
  for (const threshold of stream.length === 0 ? [] : thresholds) {
    const options = { ...context.options, threshold, verify: undefined };
    const done = await replay({ ...context, options }, stream, onLookup);
    streamCurve.push({ threshold, ...replayRates(done) });
  }
  return { replays, streamCurve, lookups };
}

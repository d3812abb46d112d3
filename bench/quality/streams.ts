import type { LabelledData, StreamedQuestion } from "../support/labelled-data.ts";
import { neighboursOf } from "../support/neighbours.ts";
import { shuffled } from "../support/random.ts";
import { type Near, unitRows } from "../support/similar-vectors.ts";

/** Questions in an order, with what is near each of them in the whole data. */
export interface OrderedStream {
  readonly name: string;
  /** Which questions, by index, in the order they are asked. */
  readonly order: readonly number[];
  readonly questions: readonly StreamedQuestion[];
  /** For every question by index, the others that are at least {@link NEAREST} to it, nearest first. */
  readonly near: readonly (readonly Near[])[];
}

/** No policy of this bench serves what is less similar than this. */
export const NEAREST = 0.7;

const MINI_LM_DIMENSIONS = 384;
const SEED = 5;

/** Questions by intent: a stream of heavy repetition. */
export function intents(data: LabelledData): readonly OrderedStream[] {
  // All of the table is shuffled, as it is sorted by intent and a part would lack some.
  return ordersOf(data, { name: "banking77", asked: 10_000, of: Number.POSITIVE_INFINITY });
}

/** Questions of Quora: a stream with a long tail. */
export function longTail(data: LabelledData): readonly OrderedStream[] {
  return ordersOf(data, { name: "qqp_stream_20k", asked: 12_000, of: 12_000 });
}

function ordersOf(
  data: LabelledData,
  { name, asked, of }: { readonly name: string; readonly asked: number; readonly of: number },
): readonly OrderedStream[] {
  const vectors = data.miniLmVectors(name);
  if (!vectors) return [];
  const questions = data.stream(name).slice(0, of);
  const used = vectors.subarray(0, questions.length * MINI_LM_DIMENSIONS);
  const near = neighboursOf(unitRows(used, MINI_LM_DIMENSIONS), NEAREST);
  const all = [...questions.keys()];
  const inOrder = { name: `${name} in file order`, order: all.slice(0, asked), questions, near };
  const order = shuffled(all, SEED).slice(0, asked);
  return [{ name: `${name} shuffled`, order, questions, near }, inOrder];
}

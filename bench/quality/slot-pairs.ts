import type { LabelledPair } from "../support/labelled-data.ts";

/** A question, what it wants, and the word in it that the answer depends on. */
export interface SlotRow {
  readonly text: string;
  readonly intent: string;
  readonly slot?: string | null;
  readonly value?: string | null;
}

/**
 * Pairs from questions with slots. A question and itself with the next other value of its slot must
 * not share an answer; neighbours that want the same, of the same thing, may.
 */
export function pairsOfSlots(name: string, rows: readonly SlotRow[]): LabelledPair[] {
  const pairs = Object.values(Object.groupBy(rows, ({ intent }) => intent)).flatMap((group = []) =>
    group.flatMap((row, index) => [
      ...otherValue(row, group.slice(index + 1)),
      ...otherWords(row, group[index + 1]),
    ]),
  );
  return pairs.map((pair, index) => ({ ...pair, id: `${name}:${index}` }));
}

type Pair = Omit<LabelledPair, "id">;

function otherValue({ text, intent, slot, value }: SlotRow, later: readonly SlotRow[]): Pair[] {
  if (!value || !text.includes(value)) return [];
  const other = later.find((row) => row.slot === slot && row.value && row.value !== value);
  if (!other?.value) return [];
  return [{ a: text, b: text.replace(value, other.value), label: 0, cat: `${intent}: ${slot}` }];
}

function otherWords(row: SlotRow, next: SlotRow | undefined): Pair[] {
  if (!next || next.text === row.text) return [];
  const isSameThing = (row.value ?? "") === (next.value ?? "");
  return isSameThing ? [{ a: row.text, b: next.text, label: 1, cat: row.intent }] : [];
}

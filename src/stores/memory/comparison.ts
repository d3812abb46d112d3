import type { SearchQuery } from "../../store.ts";
import type { Held } from "./held.ts";
import { createNearest, type Nearest } from "./nearest.ts";
import type { Rows } from "./rows.ts";

/** Compares a question with the vectors of entries, and keeps the nearest. */
export interface Comparison {
  /** Takes note of an entry. Entries are compared four at a time. */
  add(held: Held): void;
  /** Compares what is left. */
  end(): Nearest<Held>;
  /** What an entry must reach to be among the nearest, by what was compared so far. */
  readonly bar: number;
}

/** Nothing compared yet. */
export function createComparison(
  { vector, limit, threshold }: SearchQuery,
  rows: Rows,
): Comparison {
  const nearest = createNearest<Held>(limit, threshold);
  const wide = Float64Array.from(vector);
  const four: Held[] = [];
  const places = new Int32Array(4);
  const similarities = new Float64Array(4);

  function compare(): void {
    for (let at = 0; at < 4; at++) {
      places[at] = (four[Math.min(at, four.length - 1)] as Held).row; // the last stands for what is missing
    }
    rows.compare(wide, places, similarities);
    for (let at = 0; at < four.length; at++) {
      nearest.add(four[at] as Held, similarities[at] as number);
    }
    four.length = 0;
  }

  return {
    get bar() {
      return nearest.bar;
    },
    add(held) {
      if (four.push(held) === 4) compare();
    },
    end() {
      if (four.length > 0) compare();
      return nearest;
    },
  };
}

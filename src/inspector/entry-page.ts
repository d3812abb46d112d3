import { startTimer } from "../deadline.ts";
import type { EntryView } from "../manage/entry-view.ts";
import { Refusal } from "./http/answers.ts";

/** Which entries of many make a page. */
export interface EntryPageRequest {
  readonly limit: number;
  /** `next` of the page before. */
  readonly after: string | undefined;
  readonly test: (entry: EntryView) => boolean;
  /** Nobody waits any more. */
  readonly signal: AbortSignal;
}

/** A page of entries, newest first. */
export interface PageOfEntries {
  readonly entries: readonly EntryView[];
  readonly looked: number;
  readonly complete: boolean;
  readonly next?: string | undefined;
}

const MOST_LOOKED_AT = 10_000;
const MOST_MS = 5_000;
/** After so many, the requests of the application have their turn. */
const TURN = 100;

interface Place {
  readonly createdAt: number;
  readonly entryId: string;
}

/**
 * One page. A store lists its entries in any order, so all are looked at, up to 10,000 and for five
 * seconds, and the newest after a place are kept, a few pages of them at a time. A page goes on where the one before ended,
 * whatever was stored or removed meanwhile.
 *
 * @throws Refusal for a place that is none.
 */
export async function readEntryPage(
  all: AsyncIterable<EntryView>,
  { limit, after, test, signal }: EntryPageRequest,
): Promise<PageOfEntries> {
  const place = after === undefined ? undefined : parsePlace(after);
  const isLater = (entry: EntryView): boolean => !place || byAge(place, entry) < 0;
  const progress = { looked: 0, complete: false };
  let kept: EntryView[] = [];
  for await (const entry of beginningOf(all, progress, signal)) {
    if (isLater(entry) && test(entry)) kept.push(entry);
    if (kept.length > 4 * limit) kept = newest(kept, limit + 1);
  }
  kept = newest(kept, limit + 1);
  const entries = kept.slice(0, limit);
  const last = kept.length > limit ? entries.at(-1) : undefined;
  return { ...progress, entries, next: last && toPlace(last) };
}

/** As many entries as one page may look at, and how far that was. */
async function* beginningOf(
  all: AsyncIterable<EntryView>,
  progress: { looked: number; complete: boolean },
  signal: AbortSignal,
): AsyncGenerator<EntryView> {
  const end = performance.now() + MOST_MS;
  for await (const entry of all) {
    const isLate = performance.now() > end || signal.aborted;
    if (isLate || progress.looked === MOST_LOOKED_AT) return;
    progress.looked += 1;
    yield entry;
    if (progress.looked % TURN === 0) await new Promise<void>((go) => void startTimer(0, go));
  }
  progress.complete = true;
}

function newest(entries: readonly EntryView[], count: number): EntryView[] {
  return entries.toSorted(byAge).slice(0, count);
}

/** Newest first; of the same moment, by id. */
function byAge(left: Place, right: Place): number {
  if (left.createdAt !== right.createdAt) return right.createdAt - left.createdAt;
  if (left.entryId === right.entryId) return 0;
  return left.entryId < right.entryId ? -1 : 1;
}

function toPlace({ createdAt, entryId }: Place): string {
  return `${createdAt}-${entryId}`;
}

function parsePlace(text: string): Place {
  const [, createdAt, entryId] = /^(\d{1,16}(?:\.\d+)?)-([0-9a-f.]+)$/.exec(text) ?? [];
  if (createdAt !== undefined && entryId !== undefined) {
    return { createdAt: Number(createdAt), entryId };
  }
  throw new Refusal("invalid-input", "after must be the next of the page before.");
}

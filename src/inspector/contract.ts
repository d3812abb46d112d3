import type { CacheAudit } from "../handle.ts";
import type { EntryView } from "../manage/entry-view.ts";
import type { NearEntry } from "../manage/neighbours.ts";
import type { CacheEvent } from "../observe/events.ts";
import type { CacheStats } from "../observe/stats.ts";
import type { StoreCapabilities, StoreSize } from "../store.ts";

/* What the page and its server say to each other, as JSON. Times are epoch milliseconds. */

/** What `#inspector-page` exports as `inspectorPage`; `scripts/inspector-page` makes it. */
export interface InspectorPage {
  readonly script: string;
  readonly style: string;
  /** Of this package. */
  readonly version: string;
}

/** An event as JSON: an error is only its name and, where it has one, its code. */
export type InspectedEvent =
  | Exclude<CacheEvent, { readonly error: unknown }>
  | (Extract<CacheEvent, { readonly error: unknown }> & {
      readonly error: { readonly name: string; readonly code?: string | undefined };
    });

/** One line of the feed. */
export interface FeedItem {
  /** Counts up by one, from the microsecond the inspector was made: another process begins higher. */
  readonly id: number;
  readonly at: number;
  readonly event: InspectedEvent;
}

/** One stretch of the time line: 30 seconds; an hour is kept. */
export interface TimelinePoint {
  readonly from: number;
  readonly exact: number;
  readonly semantic: number;
  readonly misses: number;
  readonly bypasses: number;
  readonly savedTokens: number;
  readonly savedMs: number;
}

/** Lookups that took up to `upToMs`, and more than the bucket before. The last one has no upper end. */
export interface LatencyBucket {
  readonly upToMs: number | null;
  readonly hits: number;
  readonly misses: number;
}

/** How often a guard spoke against a candidate. */
export interface GuardCount {
  readonly name: string;
  readonly vetoes: number;
}

/** A question that missed though something was near, or that keeps being asked. */
export interface NearMiss {
  /** Where its own answer is stored, if it is. */
  readonly entryId: string;
  readonly namespace: string;
  /** The stored question, where texts may be shown and it was stored. */
  readonly query?: string | undefined;
  readonly nearestQuery?: string | undefined;
  readonly nearest?: string | undefined;
  /** Of `nearest`; absent where nothing was near and the question only keeps being asked. */
  readonly similarity?: number | undefined;
  readonly reason: string;
  readonly vetoedBy: readonly string[];
  /** How often it missed, lately. */
  readonly times: number;
  /** The latest time. */
  readonly at: number;
}

/** How near a question was to a stored one, and what became of it. */
export interface SimilarityPoint {
  readonly similarity: number;
  readonly outcome: "hit" | "miss";
  readonly reason?: string | undefined;
  readonly vetoed: boolean;
  /** The entry whose similarity it is: that was served, or that was nearest. */
  readonly entryId?: string | undefined;
  /** Of a miss: where the question's own answer is stored, if it is. */
  readonly storedAs?: string | undefined;
}

/** `GET api/overview` */
export interface Overview {
  readonly version: string;
  readonly readOnly: boolean;
  /** Whether texts of questions and answers are shown. */
  readonly texts: boolean;
  readonly store: { readonly name: string; readonly capabilities: StoreCapabilities };
  /** Absent when the store did not say in time. */
  readonly size?: StoreSize | undefined;
  readonly namespaces: readonly {
    readonly name: string;
    /** Absent when the store did not say in time. */
    readonly entries?: number | undefined;
    readonly requests: number;
    readonly hitRate: number;
  }[];
  readonly stats: CacheStats;
  readonly audit: CacheAudit;
  readonly timeline: readonly TimelinePoint[];
  readonly latency: readonly LatencyBucket[];
  readonly guards: readonly GuardCount[];
  readonly nearMisses: readonly NearMiss[];
  /** The latest 1,000 lookups by meaning that found something near, oldest first: for the threshold slider. */
  readonly similarities: readonly SimilarityPoint[];
  /** Least similarity of a hit, where it is one number. */
  readonly threshold?: number | undefined;
}

/** An entry without its texts, where they are hidden; in lists they end after 500 characters. */
export interface ShownEntry extends Omit<EntryView, "query" | "answer"> {
  readonly query?: string | undefined;
  readonly answer?: string | undefined;
  /** A text of it is longer than what is shown: `GET api/entry` has it all. */
  readonly cut?: boolean | undefined;
}

/** `GET api/entry?entryId=`, with the whole of its texts; 404 where it is gone. */
export interface EntryAnswer {
  readonly entry: ShownEntry;
}

/** `GET api/entries?search=&namespace=&tag=&model=&limit=&after=`: newest first, 50 a page, 100 at most. */
export interface EntryPage {
  readonly entries: readonly ShownEntry[];
  /** How many entries were looked at, and whether that was all there are: 10,000 at most, for five seconds. */
  readonly looked: number;
  readonly complete: boolean;
  /** Pass it as `after` for the next page; absent at the end. */
  readonly next?: string | undefined;
}

/** A neighbour; where texts are hidden, guards say no words and no reasons. */
export interface ShownNeighbour extends Omit<NearEntry, "entry"> {
  readonly entry: ShownEntry;
}

/** `GET api/neighbours?entryId=&text=&namespace=&limit=`; `text` is refused where texts are hidden. */
export interface NeighbourList {
  readonly neighbours: readonly ShownNeighbour[];
}

/** Bodies of `POST api/pin`, `POST api/delete`, `POST api/invalidate`, `POST api/feedback`. */
export interface InspectorActions {
  readonly pin: { readonly entryId: string; readonly pinned: boolean };
  readonly delete: { readonly entryId: string };
  readonly invalidate: { readonly tag: string; readonly dryRun?: boolean };
  readonly feedback: { readonly entryId: string; readonly correct: boolean };
}

/** What is read of the answers to the posts. */
export interface InspectorResults {
  readonly pin: { readonly found: boolean };
  readonly delete: { readonly entries: number };
  readonly invalidate: { readonly entries: number; readonly inFlight: number };
  readonly feedback: { readonly found: boolean };
}

/**
 * The page finds its server under its own path, so it works wherever it is mounted: at `/cache` it asks
 * `/cache/api/overview`. It shows itself in the element with this id; the `<title>` is its heading.
 */
export const MOUNT_ID = "inspector";

/** Header of every `POST`, with the value `1`: no form of another site can send it. */
export const ACTION_HEADER = "x-semantic-cache-inspector";

/**
 * `GET api/feed?after=`: what came after that id, oldest first; the latest 1,000 are kept. `GET api/events`
 * sends the same items one by one: `id:` is the id, `data:` the {@link FeedItem} as JSON.
 */
export interface Feed {
  readonly items: readonly FeedItem[];
}

/** Body of every answer other than 2xx, except what `authorize` refuses. Holds no text of anybody's. */
export interface InspectorProblem {
  /** A sentence for the person at the page. */
  readonly error: string;
  readonly problem:
    | "unknown-entry"
    | "method"
    | "read-only"
    | "texts-hidden"
    | "invalid-input"
    | "too-large"
    | "cross-site"
    | "busy"
    | "failed";
  /** Of what failed: its name and, where it has one, its code. */
  readonly cause?: { readonly name: string; readonly code?: string | undefined } | undefined;
}

import { saidYes } from "../deadline.ts";
import { type Duration, toMilliseconds } from "../duration.ts";
import { toEntryId } from "../entry-id.ts";
import { SemanticCacheError } from "../errors.ts";
import type { Hasher } from "../hash.ts";
import { isRecord } from "../is-record.ts";
import { decodePayload, type Payload } from "../response/payload.ts";
import type { EntryAddress, EntryFilter, StoredEntry } from "../store.ts";
import { type SourceReference, sourceHash } from "./labels.ts";

/** Which answers: every field given must hold; a list holds when any of its items does. */
export interface InvalidateFilter {
  readonly entryId?: string | readonly string[] | undefined;
  /** Hash of a request, as events name it. */
  readonly key?: string | undefined;
  readonly namespace?: string | undefined;
  /** `provider/modelId` that gave the answer. */
  readonly model?: string | undefined;
  readonly tag?: string | readonly string[] | undefined;
  /** A document the answer depends on; with a version, only that one. */
  readonly source?: SourceReference | readonly SourceReference[] | undefined;
  /** Text the stored question contains (whatever its case), or a pattern it matches. */
  readonly query?: string | RegExp | undefined;
  /** Stored before this moment, or longer ago than this duration. */
  readonly olderThan?: Duration | Date | undefined;
  /** A rule of yours. Anything but `true` is a no. */
  readonly predicate?: ((entry: InvalidateCandidate) => boolean) | undefined;
}

/** What a predicate sees of an entry. */
export interface InvalidateCandidate {
  readonly entryId: string;
  /** The stored question. */
  readonly query: string | undefined;
  readonly namespace: string;
  /** `provider/modelId`. */
  readonly model: string;
  readonly createdAt: Date;
}

type FieldCheck = readonly [test: (value: unknown) => boolean, expected: string];

const isText = (value: unknown): boolean => typeof value === "string";
const TEXT: FieldCheck = [isText, "a text"];
const TEXTS: FieldCheck = [(value) => listOf(value).every(isText), "a text, or a list of texts"];

const FIELDS: Readonly<Record<keyof InvalidateFilter, FieldCheck>> = {
  entryId: TEXTS,
  key: TEXT,
  namespace: TEXT,
  model: TEXT,
  tag: TEXTS,
  source: [
    (value) => listOf(value).every((one) => isText(one) || (isRecord(one) && isText(one.id))),
    "the id of a document, { id, version }, or a list of them",
  ],
  query: [(value) => isText(value) || value instanceof RegExp, "a text or a RegExp"],
  olderThan: [
    // Databases do not agree on what is before no moment: for some it is everything.
    (value) => isText(value) || Number.isFinite(value instanceof Date ? value.getTime() : value),
    'a duration such as "24h", or a valid date',
  ],
  predicate: [(value) => typeof value === "function", "a function"],
};

/**
 * Refuses a filter that is none.
 *
 * @throws SemanticCacheError `invalid-options` for an unknown or malformed field; it names `method`.
 */
export function checkFilter(method: string, filter: InvalidateFilter): void {
  for (const [name, value] of Object.entries(filter)) {
    if (value === undefined) continue;
    const problem = problemOf(name, value);
    if (problem) throw new SemanticCacheError("invalid-options", `${method}${problem}`);
  }
}

function problemOf(name: string, value: unknown): string | undefined {
  if (!Object.hasOwn(FIELDS, name)) {
    return ` knows ${Object.keys(FIELDS).join(", ")}; got ${JSON.stringify(name)}.`;
  }
  const [test, expected] = FIELDS[name as keyof InvalidateFilter];
  return test(value) ? undefined : `: ${name} must be ${expected}; got ${typeof value}.`;
}

/** A filter, as a store understands it and as entries are looked at. */
export interface EntrySelection {
  /** What the store can find by itself. */
  readonly named: EntryFilter;
  /** What has to be looked at, entry by entry. */
  readonly test?: ((entry: StoredEntry) => boolean) | undefined;
}

/**
 * What a filter selects that {@link checkFilter} has let pass.
 *
 * @throws SemanticCacheError `invalid-options` for what is no duration.
 */
export async function selectEntries(
  hasher: Hasher,
  filter: InvalidateFilter,
): Promise<EntrySelection> {
  const { entryId, namespace, model, tag, source, olderThan } = filter;
  const hash = (kind: string, name: string): PromiseLike<string> | string =>
    hasher.repeatedText(`${kind}:${name}`);
  const named = {
    entries: entryId === undefined ? undefined : listOf(entryId).map(toAddress),
    namespace: namespace === undefined ? undefined : await hash("namespace", namespace),
    model: model === undefined ? undefined : await hash("model", model),
    tags:
      tag === undefined
        ? undefined
        : await Promise.all(listOf(tag).map((name) => hash("tag", name))),
    sources:
      source === undefined
        ? undefined
        : await Promise.all(listOf(source).map((reference) => sourceHash(hasher, reference))),
    createdBefore: olderThan === undefined ? undefined : moment(olderThan),
  };
  const tests = testsOf(filter);
  if (tests.length === 0) return { named };
  return { named, test: (entry) => tests.every((test) => test(entry)) };
}

function testsOf({ key, query, predicate }: InvalidateFilter): ((entry: StoredEntry) => boolean)[] {
  const tests: ((entry: StoredEntry) => boolean)[] = [];
  if (key !== undefined) tests.push((entry) => entry.key === key);
  if (query !== undefined) tests.push((entry) => matchesText(readPayload(entry)?.query, query));
  if (predicate) {
    tests.push((entry) => {
      const payload = readPayload(entry);
      if (!payload) return false;
      const { model, namespace, query: asked } = payload;
      const createdAt = new Date(entry.createdAt);
      const candidate = { entryId: toEntryId(entry), query: asked, model, namespace, createdAt };
      return saidYes(predicate(candidate));
    });
  }
  return tests;
}

function readPayload({ payload }: StoredEntry): Payload | undefined {
  const read = decodePayload(payload);
  return typeof read === "string" ? undefined : read;
}
/** Whether a question contains a text, whatever its case, or matches a pattern. */
export function matchesText(text: string | undefined, pattern: string | RegExp): boolean {
  if (text === undefined) return false;
  if (typeof pattern === "string") return text.toLowerCase().includes(pattern.toLowerCase());
  return new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, "")).test(text); // no memory of where it was
}
function toAddress(entryId: string): EntryAddress {
  const [scope = "", key = ""] = entryId.split(".");
  return { scope, key };
}
function moment(olderThan: Duration | Date): number {
  if (olderThan instanceof Date) return olderThan.getTime();
  return Date.now() - toMilliseconds(olderThan, "olderThan");
}
/** One, or several. */
export function listOf<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? value : [value as T];
}

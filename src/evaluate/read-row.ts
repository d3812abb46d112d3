import { SemanticCacheError } from "../errors.ts";
import { isRecord } from "../is-record.ts";
import { isSimilarity } from "../similarity.ts";
import type { ConversationRow, LabelledTurn, PairRow, ReadRow, StreamRow } from "./rows.ts";

type Fields = Readonly<Record<string, unknown>>;
type Common = Pick<ReadRow, "id" | "category" | "answer">;

const SHAPES =
  "a pair { a, b, label }, a question of a stream { text, cluster }, or a conversation { conversation, question, meaning }";

/**
 * Checks one labelled row. `where` is how messages call it, and its id when it has none.
 *
 * @throws SemanticCacheError `invalid-options` saying what is wrong with which row.
 */
export function readRow(row: unknown, where: string): ReadRow {
  const fields = isRecord(row) ? row : {};
  const reader = READERS.find(({ field }) => field in fields);
  if (!reader)
    throw invalid(where, `a row must be ${SHAPES}`, isRecord(row) ? Object.keys(row) : row);
  return reader.read(fields, readCommon(fields, where), where);
}

const READERS: readonly {
  readonly field: string;
  read(fields: Fields, common: Common, where: string): ReadRow;
}[] = [
  { field: "conversation", read: readConversation },
  { field: "a", read: readPair },
  { field: "text", read: readQuestion },
];

function readCommon(fields: Fields, where: string): Common {
  const { id = where, category = fields.cat, answer } = fields;
  if (answer !== undefined) readText(fields, "answer", where);
  return {
    id: String(id),
    category: category === undefined || category === null ? undefined : String(category),
    answer: answer as string | undefined,
  };
}

function readPair(fields: Fields, common: Common, where: string): PairRow {
  const { label } = fields;
  if (![0, 1, true, false].some((known) => known === label)) {
    throw invalid(where, "label must be 1 (one answer serves both) or 0 (it must not)", label);
  }
  const [a, b] = [readText(fields, "a", where), readText(fields, "b", where)];
  return {
    ...common,
    kind: "pairs",
    a,
    b,
    mustHit: Boolean(label),
    given: givenPair(fields, where),
  };
}

function readQuestion(fields: Fields, common: Common, where: string): StreamRow {
  return {
    ...common,
    kind: "stream",
    text: readText(fields, "text", where),
    meaning: readMeaning(fields, "cluster", where),
    turns: [],
    given: readVector(fields, "vector", where),
  };
}

function readConversation(fields: Fields, common: Common, where: string): ConversationRow {
  const { conversation } = fields;
  if (!Array.isArray(conversation) || !conversation.every(isTurn)) {
    throw invalid(where, "conversation must be a list of { user, assistant } texts", conversation);
  }
  return {
    ...common,
    kind: "conversations",
    text: readText(fields, "question", where),
    meaning: readMeaning(fields, "meaning", where),
    turns: conversation,
    given: undefined,
  };
}

function isTurn(turn: unknown): turn is LabelledTurn {
  return isRecord(turn) && typeof turn.user === "string" && typeof turn.assistant === "string";
}

function readText(fields: Fields, name: string, where: string): string {
  const text = fields[name];
  if (typeof text === "string" && text.trim() !== "") return text;
  throw invalid(where, `${name} must be a text`, text);
}

function readMeaning(fields: Fields, name: string, where: string): string {
  const meaning = fields[name];
  if (typeof meaning === "string" || typeof meaning === "number") return String(meaning);
  throw invalid(where, `${name} must be a text or a number that names what is asked`, meaning);
}

function givenPair(fields: Fields, where: string): PairRow["given"] {
  const [a, b] = [readVector(fields, "vectorA", where), readVector(fields, "vectorB", where)];
  if (a && b) {
    if (a.length === b.length) return { a, b };
    throw invalid(where, "vectorA and vectorB must have one length", `${a.length} and ${b.length}`);
  }
  const { similarity } = fields;
  if (similarity === undefined || similarity === null) return undefined;
  if (isSimilarity(similarity)) return vectorsAt(similarity as number);
  throw invalid(where, "similarity must be a raw cosine from -1 to 1", similarity);
}

/** A step of a 32-bit float below 1. */
const FLOAT_STEP = 6e-8;

/**
 * Two vectors of one length with this cosine: what a cache is to see where only the cosine is known.
 * Vectors have 32 bits a number: a pair at 0.9 must not come out below a threshold of 0.9.
 */
function vectorsAt(similarity: number): PairRow["given"] {
  const cosine = Math.min(1, similarity + FLOAT_STEP);
  return { a: [1, 0], b: [cosine, Math.sqrt(1 - cosine * cosine)] };
}

function readVector(fields: Fields, name: string, where: string): readonly number[] | undefined {
  const vector = fields[name];
  if (vector === undefined || vector === null) return undefined;
  const isVector = Array.isArray(vector) && vector.length > 0 && vector.every(Number.isFinite);
  if (isVector) return vector;
  throw invalid(where, `${name} must be a list of numbers`, vector);
}

function invalid(where: string, expected: string, got: unknown): SemanticCacheError {
  const text = JSON.stringify(got)?.slice(0, 120) ?? String(got);
  return new SemanticCacheError("invalid-options", `${where}: ${expected}; got ${text}.`);
}

import { createHash } from "node:crypto";
import type { StoredEntry } from "../../src/store.ts";
import { textOf } from "../support/prompts.ts";
import type { Vectors } from "./vectors.ts";

export const SCOPE: string = hash("scope");
export const SPACE: string = hash("space");
const NAMESPACE = hash("namespace");
const MODEL = hash("model");
const DAY_MS = 86_400_000;
const ANSWER_LENGTH = 1_000;

/** The entry of a vector: all of one scope, with an answer of 1 KB. */
export function entryOf(vectors: Vectors, index: number): StoredEntry {
  const createdAt = Date.now();
  return {
    scope: SCOPE,
    key: keyOf(index),
    normalKey: hash(`normal ${index}`),
    namespace: NAMESPACE,
    model: MODEL,
    tags: [],
    sources: [],
    space: SPACE,
    vector: vectors.at(index),
    createdAt,
    staleAt: createdAt + DAY_MS,
    expiresAt: createdAt + DAY_MS,
    payload: JSON.stringify({ answer: textOf(ANSWER_LENGTH, index) }),
  };
}

/** The key of the entry of a vector. */
export function keyOf(index: number): string {
  return hash(`key ${index}`);
}

/** A key that no entry has. */
export function unknownKey(seed: number): string {
  return hash(`unknown ${seed}`);
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

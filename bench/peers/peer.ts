import type { Embedder } from "./embedders.ts";
import type { Source } from "./source.ts";

/** A question, and all that its answer depends on. */
export interface Asked {
  readonly question: string;
  readonly system?: string;
  /** @default "model-a" */
  readonly model?: string;
  /** On whose behalf. Handed on where the peer documents a way to keep tenants apart. */
  readonly tenant?: string;
}

/** What came back. */
export interface Answered {
  readonly text: string;
  /** Tokens the caller is told this answer took; nothing where the peer does not say. */
  readonly tokens?: number | undefined;
}

/** An application with a cache in front of its model. */
export interface Service {
  ask(asked: Asked): Promise<Answered>;
  /** Texts as they come. Left out by peers that cannot stream. */
  readonly stream?: (asked: Asked) => AsyncIterable<string>;
  /** Stores an answer without looking it up first, to fill the cache. */
  readonly store?: (asked: Asked) => Promise<unknown>;
  /** Waits for what is written behind the caller. */
  readonly settle?: () => Promise<unknown>;
  /** Makes the embedding model of a service that has its own stop working. */
  readonly breakEmbedding?: () => Promise<unknown>;
  readonly close?: () => unknown;
}

/** What a service is built from. */
export interface Setup {
  readonly source: Source;
  readonly embedder: Embedder;
  /** Least raw cosine of a hit; the peer's own default when left out. */
  readonly threshold?: number | undefined;
  /** Answers it must be able to hold. */
  readonly entries: number;
}

/** Something that caches answers of models. */
export interface Peer {
  readonly name: string;
  readonly package?: string;
  readonly finds: "meaning" | "same request";
  /** What the application calls. */
  readonly through: string;
  open(setup: Setup): Promise<Service>;
}

/** What a request names its model when nothing is said. */
export const MODEL = "model-a";

import type { CacheStore } from "../../src/store.ts";

/** A store that is measured, and what it stores in. */
export interface Subject {
  readonly name: string;
  /** Most entries it is measured with: what is not made for more, or takes too long to fill. */
  readonly most: number;
  /** Most bytes a lookup may move after warm-up, where that is promised. */
  readonly byteGate?: number;
  /** Starts an empty engine. */
  start(): Promise<Backend>;
}

/** An engine that runs for one measurement. */
export interface Backend {
  /** Where it listens; absent when it is in this process. */
  readonly url?: string;
  /** A store with a client of its own, at `url` or at a proxy in front of it. */
  connect(url: string): Promise<Connection>;
  stop(): Promise<unknown>;
}

/** A store and how to let go of it. */
export interface Connection {
  readonly store: CacheStore;
  close(): Promise<unknown>;
}

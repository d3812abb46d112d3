import type { Embedding } from "../lookup/embedder.ts";
import { dot } from "../similarity.ts";
import type { EntryAddress, Hex } from "../store.ts";
import type { Flight } from "./flight.ts";

/** A flight whose question is near another one. */
export interface NearFlight {
  readonly flight: Flight;
  readonly similarity: number;
}

/** The flights of one cache. */
export interface Flights {
  /** The flight for exactly this request, unless its model has long been silent. */
  equal(address: EntryAddress): Flight | undefined;
  /** Flights of the same scope whose questions are at least `threshold` near, nearest first. */
  similar(scope: Hex, embedding: Embedding, threshold: number): NearFlight[];
  /** From here on others find it. */
  add(flight: Flight): void;
  /** There is nothing to share: who comes now begins anew. */
  remove(flight: Flight): void;
  /** Its answer is in the store: who looks from now on needs the flight no more. */
  retire(flight: Flight): void;
  /** Knows of a model call until its answer is stored, whether or not others may share it. */
  track(flight: Flight): void;
  /** Keeps the answers of the calls meant from being shared with newcomers and from being stored. */
  ground(isMeant: (flight: Flight) => boolean, options?: { readonly dryRun: boolean }): number;
  /**
   * A lookup begins, until the returned function is called. A flight that lands meanwhile stays visible
   * to it: the lookup may have read the store before the answer came.
   */
  lookupBegins(): () => void;
}

/** {@link Flights} without a flight. */
export function createFlights(): Flights {
  const byKey = new Map<string, Flight>();
  const tracked = new Set<Flight>();
  /** Flights that have landed, with the number of the latest lookup that may still need them. */
  const leaving = new Map<Flight, number>();
  const lookups = new Set<number>();
  let latest = 0;

  const nameOf = ({ scope, key }: EntryAddress): string => `${scope}.${key}`;

  function drop(flight: Flight): void {
    leaving.delete(flight);
    const name = nameOf(flight.request.address);
    if (byKey.get(name) === flight) byKey.delete(name);
  }

  function dropUnneeded(): void {
    if (leaving.size === 0) return;
    const [oldest = Number.POSITIVE_INFINITY] = lookups; // they begin one after the other
    for (const [flight, lastNeeded] of leaving) if (lastNeeded < oldest) drop(flight);
  }

  return {
    equal(address) {
      if (byKey.size === 0) return undefined; // most of the time: a hit pays for no name
      const flight = byKey.get(nameOf(address));
      return flight?.isAlive() ? flight : undefined;
    },
    similar(scope, { vector, space }, threshold) {
      const near: NearFlight[] = [];
      for (const flight of byKey.values()) {
        const { embedding, request } = flight;
        if (request.address.scope !== scope || embedding?.space !== space) continue;
        if (!flight.isAlive()) continue;
        const similarity = dot(embedding.vector, vector);
        if (similarity >= threshold) near.push({ flight, similarity });
      }
      return near.sort((left, right) => right.similarity - left.similarity);
    },
    add: (flight) => void byKey.set(nameOf(flight.request.address), flight),
    remove: drop,
    retire(flight) {
      leaving.set(flight, latest);
      dropUnneeded();
    },
    track(flight) {
      tracked.add(flight);
      flight.settled.then(() => tracked.delete(flight));
    },
    ground(isMeant, { dryRun } = { dryRun: false }) {
      const meant = [...tracked].filter(isMeant);
      if (dryRun) return meant.length;
      for (const flight of meant) {
        flight.ground();
        drop(flight);
      }
      return meant.length;
    },
    lookupBegins() {
      const number = ++latest;
      lookups.add(number);
      return () => {
        lookups.delete(number);
        dropUnneeded();
      };
    },
  };
}

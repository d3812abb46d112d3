import { medianOf, type Timing } from "../support/measure.ts";
import type { Service } from "./peer.ts";
import type { Opened } from "./speed.ts";
import { withoutCache } from "./without-cache.ts";

/** What a streamed hit takes until its first text and until its end. */
export interface StreamTiming {
  readonly first: Timing;
  readonly whole: Timing;
}

const ROUNDS = 40;
const WARMUP = 5;

/**
 * Streamed hits of all peers that can stream, in turns. Each question was streamed once before; a peer that
 * asks its model again has no hits to time.
 */
export async function firstChunks(
  opened: readonly Opened[],
): Promise<Record<string, StreamTiming>> {
  const streaming: Opened[] = [];
  for (const one of opened) if (await streamsHits(one)) streaming.push(one);
  const samples = new Map(streaming.map((one) => [one, [] as Times[]]));
  for (let round = 0; round < ROUNDS + WARMUP; round++) {
    for (const [position] of streaming.entries()) {
      const one = streaming[(position + round) % streaming.length] as Opened;
      const times = await timeStream(one.service, round);
      if (round >= WARMUP) samples.get(one)?.push(times);
    }
  }
  return Object.fromEntries(
    Array.from(samples, ([{ peer }, times]) => [
      peer.name,
      { first: toTiming(times, "first"), whole: toTiming(times, "whole") },
    ]),
  );
}

async function streamsHits({ peer, service, source }: Opened): Promise<boolean> {
  if (!service.stream) return false;
  for (let round = 0; round < ROUNDS + WARMUP; round++) await timeStream(service, round);
  await service.settle?.();
  const calls = source.calls();
  await timeStream(service, 0);
  return source.calls() === calls || peer === withoutCache;
}

interface Times {
  readonly first: number;
  readonly whole: number;
}

async function timeStream({ stream }: Service, round: number): Promise<Times> {
  const startedAt = performance.now();
  let first = 0;
  for await (const text of stream?.({ question: `Which book is number ${round}?` }) ?? []) {
    if (first === 0 && text.length > 0) first = performance.now() - startedAt;
  }
  return { first, whole: performance.now() - startedAt };
}

function toTiming(times: readonly Times[], kind: keyof Times): Timing {
  const samples = times.map((one) => one[kind]);
  return { samples, min: Math.min(...samples), median: medianOf(samples) };
}

import { pause } from "../chaos/waiting.ts";
import type { NetworkFaults } from "./network-faults.ts";

/** One way of a connection: pieces go through it in order, each when its time has come. */
export interface ReplyLine {
  /** Sends a piece on, as the faults of this moment want it. */
  push(piece: Uint8Array): void;
  /** Runs `then` when everything that was pushed has gone. */
  end(then: () => void): void;
}

/** A {@link ReplyLine} to `write`. */
export function replyLine(
  faultsNow: () => NetworkFaults,
  write: (piece: Uint8Array) => void,
): ReplyLine {
  let line = Promise.resolve();

  async function send(piece: Uint8Array, faults: NetworkFaults, dueAt: number): Promise<void> {
    const waitMs = dueAt - performance.now();
    if (waitMs > 0) await pause(waitMs);
    const { bytesPerSecond, sliceBytes } = faults;
    if (!bytesPerSecond && !sliceBytes) return write(piece);
    for (const slice of slices(piece, sliceBytes || 1_024)) {
      await (bytesPerSecond ? pause((slice.length / bytesPerSecond) * 1_000) : nextTurn());
      write(slice);
    }
  }

  return {
    push(piece) {
      const faults = faultsNow();
      const { latencyMs = 0, jitterMs = 0, garbage } = faults;
      const dueAt = performance.now() + latencyMs + Math.random() * jitterMs;
      const sent = garbage ? randomBytes(piece.length) : piece;
      line = line.then(() => send(sent, faults, dueAt));
    },
    end: (then) => void line.then(then),
  };
}

function* slices(piece: Uint8Array, length: number): Generator<Uint8Array, void> {
  const step = Math.max(1, Math.floor(length));
  for (let at = 0; at < piece.length; at += step) yield piece.subarray(at, at + step);
}

/** Lets the network take what was written, so that slices arrive as slices. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function randomBytes(length: number): Uint8Array {
  return Uint8Array.from({ length }, () => Math.floor(Math.random() * 256));
}

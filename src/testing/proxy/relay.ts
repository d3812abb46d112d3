import type { Socket } from "node:net";
import type { NetworkFaults } from "./network-faults.ts";
import { replyLine } from "./reply-line.ts";

/** A connection through the proxy. */
export interface Relay {
  /** Resets both ends at once. */
  cut(): void;
  /** Takes up faults that begin or end for a connection that is open. */
  adapt(): void;
}

/** Lets a client and a server talk, as far as the faults of each moment let them. */
export function relay(client: Socket, server: Socket, faultsNow: () => NetworkFaults): Relay {
  let counting: NetworkFaults | undefined;
  let repliedBytes = 0;

  function cut(): void {
    for (const socket of [client, server]) socket.resetAndDestroy();
  }

  /** As much of a reply as may pass before the connection is cut. */
  function reply(piece: Uint8Array): void {
    const faults = faultsNow();
    if (faults !== counting) [counting, repliedBytes] = [faults, 0];
    const { cutAfterBytes = Number.POSITIVE_INFINITY } = faults;
    const rest = cutAfterBytes - repliedBytes;
    repliedBytes += piece.length;
    if (piece.length < rest) return void client.write(piece);
    client.write(piece.subarray(0, rest), cut);
  }

  const line = replyLine(faultsNow, (piece) => client.writable && reply(piece));

  client.on("data", (request) => {
    const own = faultsNow().reply?.(request as Buffer);
    if (own === undefined) server.write(request);
    else line.push(typeof own === "string" ? new TextEncoder().encode(own) : own);
  });
  server.on("data", (piece) => {
    if (!faultsNow().reply) line.push(piece as Buffer);
  });
  client.on("end", () => server.end());
  server.on("end", () => line.end(() => client.end()));
  for (const [one, other] of [
    [client, server],
    [server, client],
  ] as const) {
    one.setNoDelay(true);
    one.on("error", () => other.destroy());
  }
  /** What nobody reads stays in the network, as packets do that are sent again and again. */
  function adapt(): void {
    for (const socket of [client, server]) {
      if (faultsNow().blackHole) socket.pause();
      else socket.resume();
    }
  }

  adapt();
  return { cut, adapt };
}

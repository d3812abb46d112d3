import type { AddressInfo, Server, Socket } from "node:net";
import { builtinModule } from "../../builtin-module.ts";
import { SemanticCacheError } from "../../errors.ts";
import { invalid, isWholeNumber } from "../check.ts";
import { checkFaults, type NetworkFaults } from "./network-faults.ts";
import { type Relay, relay } from "./relay.ts";

/** Which server a proxy stands before. */
export interface FaultProxyOptions {
  /** @default "127.0.0.1" */
  readonly host?: string | undefined;
  readonly port: number;
}

/** A bad network between a client and its server, in this process. */
export interface FaultProxy {
  readonly host: string;
  readonly port: number;
  /** The URL of the server, as it is reached through the proxy: host and port are replaced. */
  url(server: string): string;
  /** From now on these faults, for open connections too, and no others. */
  inject(faults: NetworkFaults): Promise<void>;
  /**
   * Ends all faults. Connections that were cut stay so; their clients connect again. What a black hole
   * held arrives now, as TCP has it; `cut()` as well for a link whose other end is gone.
   */
  heal(): Promise<void>;
  /** Resets the connections that are open now (RST). */
  cut(): void;
  /** Connections that are open now. */
  connections(): number;
  /** Resets all connections and stops listening. */
  close(): Promise<void>;
}

/**
 * Starts a TCP proxy on a free port of this machine, before a real server such as Redis or PostgreSQL:
 * refused, reset and half-open connections, latency, little bandwidth, sliced, cut and scripted replies,
 * switched while it runs. Needs Node, or a runtime with its `net`.
 *
 * @throws SemanticCacheError `invalid-options` for a port or a fault that cannot be.
 * @example
 * const proxy = await startFaultProxy({ port: 6379 });
 * const client = new Redis(proxy.url("redis://127.0.0.1:6379"));
 * await proxy.inject({ blackHole: true });
 */
export async function startFaultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const { host = "127.0.0.1", port } = options;
  if (!isWholeNumber(port)) throw invalid("startFaultProxy", "port", "a port of the server", port);
  const net = loadNet();
  const relays = new Set<Relay>();
  let faults: NetworkFaults = {};

  const server = net.createServer({ allowHalfOpen: true }, (client: Socket) => {
    const upstream = net.connect({ host, port, allowHalfOpen: true });
    const connection = relay(client, upstream, () => faults);
    relays.add(connection);
    client.once("close", () => {
      relays.delete(connection);
      upstream.destroy();
    });
  });
  const own = { host: "127.0.0.1", port: await listen(server, 0) };
  server.unref();

  const cut = (): void => {
    for (const connection of relays) connection.cut();
  };
  async function inject(next: NetworkFaults): Promise<void> {
    checkFaults(next);
    faults = next;
    for (const connection of relays) connection.adapt();
    if (!next.refuse && !server.listening) await listen(server, own.port);
    if (!next.refuse) return;
    await stopListening(server, cut);
  }

  return {
    ...own,
    url(serverUrl) {
      const url = new URL(serverUrl);
      url.host = `${own.host}:${own.port}`;
      return url.href;
    },
    inject,
    heal: () => inject({}),
    cut,
    connections: () => relays.size,
    close: () => stopListening(server, cut),
  };
}

function loadNet(): typeof import("node:net") {
  const net = builtinModule("node:net");
  if (net) return net as unknown as typeof import("node:net");
  throw new SemanticCacheError(
    "invalid-options",
    "startFaultProxy needs node:net, which this runtime has not: run it on Node.",
  );
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function stopListening(server: Server, cut: () => void): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve()); // also when it does not listen
    cut();
  });
}

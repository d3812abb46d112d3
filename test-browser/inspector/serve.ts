import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { CacheInspector } from "../../src/inspector/index.ts";

/** A server of one inspector, at a path of its own. */
export interface ServedInspector {
  /** Address of the page. */
  readonly url: string;
  /** Ends all connections and the server, as if the application had stopped. */
  stop(): Promise<void>;
  /** Listens again, at the same address. */
  start(): Promise<void>;
}

/** Mounts an inspector in `node:http`, as an application would, deep below its root. */
export async function serveInspector(inspector: CacheInspector): Promise<ServedInspector> {
  const server = createServer(async (incoming, outgoing) => {
    const { method = "GET", url = "/", headers } = incoming;
    const isRead = method === "GET" || method === "HEAD";
    const response = await inspector(
      new Request(`http://${headers.host}${url}`, {
        method,
        headers: headers as Record<string, string>,
        body: isRead ? null : Readable.toWeb(incoming),
        duplex: "half",
      } as RequestInit),
    );
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    const body = response.body ? Readable.fromWeb(response.body as never) : Readable.from([]);
    await pipeline(body, outgoing).catch(() => {}); // whoever watched has left
  });

  async function listen(port: number): Promise<number> {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    return (server.address() as AddressInfo).port;
  }

  const port = await listen(0);
  return {
    url: `http://127.0.0.1:${port}/internal/cache`,
    async stop() {
      server.closeAllConnections();
      if (server.listening) await new Promise((resolve) => server.close(resolve));
    },
    start: async () => void (await listen(port)),
  };
}

import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A server on this machine. */
export interface HttpServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Serves what answers a `Request` over real HTTP, so that a bad network can stand before it. */
export async function serveHttp(
  handle: (request: Request) => Promise<Response>,
): Promise<HttpServer> {
  const server = createServer((incoming, outgoing) => {
    answer(handle, incoming, outgoing).catch(() => outgoing.destroy()); // its client has left
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function answer(
  handle: (request: Request) => Promise<Response>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const body = Buffer.concat(await Array.fromAsync(incoming));
  const headers = incoming.headers as Record<string, string>;
  const url = `http://127.0.0.1${incoming.url}`;
  const method = incoming.method ?? "POST";
  const response = await handle(new Request(url, { method, headers, body }));
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}

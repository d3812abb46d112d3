import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** Answers requests as web servers do everywhere. */
export type WebHandler = (request: Request) => Promise<Response>;

/** A server on this machine, for this machine. */
export interface WebServer {
  /** Without a path: `http://127.0.0.1:4321`. */
  readonly origin: string;
  /** Ends everything that is open, also streams, and resolves when the port is free. */
  close(): Promise<void>;
}

/**
 * Serves a {@link WebHandler} on the loopback interface.
 *
 * @throws the error of the system, such as `EADDRINUSE`, where the port cannot be had.
 */
export async function serveWeb(
  handler: WebHandler,
  { port = 0 }: { readonly port?: number | undefined } = {},
): Promise<WebServer> {
  const server = createServer((incoming, outgoing) => {
    answer(handler, incoming, outgoing).catch(() => outgoing.destroy());
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(
  handler: WebHandler,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  outgoing.once("close", () => gone.abort());
  const response = await handler(toRequest(incoming, gone.signal));
  const cookies = response.headers.getSetCookie();
  outgoing.writeHead(response.status, {
    ...Object.fromEntries(response.headers),
    ...(cookies.length > 0 && { "set-cookie": cookies }),
  });
  if (!response.body) return void outgoing.end();
  outgoing.flushHeaders(); // a feed may say nothing for a while
  await pipeline(Readable.fromWeb(response.body as never), outgoing, { signal: gone.signal });
}

function toRequest(incoming: IncomingMessage, signal: AbortSignal): Request {
  const { method = "GET", url = "/", headers } = incoming;
  const given = Object.entries(headers).flatMap(([name, value = ""]) =>
    [value].flat().map((each): [string, string] => [name, each]),
  );
  const body = method === "GET" || method === "HEAD" ? null : Readable.toWeb(incoming);
  const init = { method, headers: given, body, duplex: "half", signal } as RequestInit;
  // Put together, not resolved: a path that begins with two slashes would name another host.
  return new Request(url.startsWith("/") ? `http://${headers.host}${url}` : url, init);
}

import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** A service that speaks HTTP. */
export type RequestHandler = (request: Request) => Promise<Response>;

/** Puts a handler on a free port, so that what a client sends and gets goes over a wire. */
export async function serveHandler(
  handle: RequestHandler,
): Promise<{ readonly url: string; close(): void }> {
  const server = createServer(async (incoming, outgoing) => {
    const response = await handle(await toRequest(incoming));
    const body = Buffer.from(await response.arrayBuffer());
    outgoing.writeHead(response.status, { "content-type": "application/json" });
    outgoing.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function toRequest(incoming: IncomingMessage): Promise<Request> {
  const { method = "GET", url = "/" } = incoming;
  const headers = new Headers(
    incoming.headersDistinct.authorization?.map((value) => ["authorization", value]),
  );
  const encoding = incoming.headers["upstash-encoding"];
  if (typeof encoding === "string") headers.set("upstash-encoding", encoding);
  const body = method === "GET" ? null : new Uint8Array(await buffer(incoming));
  return new Request(new URL(url, "http://127.0.0.1"), { method, headers, body });
}

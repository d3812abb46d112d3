import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Hono } from "hono";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { CacheInspector } from "../../src/inspector/index.ts";
import { inspected } from "./support/inspected.ts";

const QUESTION = "How do I reset my password?";

describe("in Hono", () => {
  test.each(["/cache", "/cache/", "/cache/api/overview"])("%s is the inspector's", async (path) => {
    const { inspector } = inspected();
    const app = new Hono();
    app.get("/", (context) => context.text("the application"));
    app.all("/cache/*", (context) => inspector(context.req.raw));

    const response = await app.request(path);

    expect(response.status).toBe(200);
    expect(await (await app.request("/")).text()).toBe("the application");
  });
});

describe("in node:http", () => {
  const servers: Server[] = [];

  afterEach(async () => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  /** As docs/guides/inspector.md has it. */
  async function serve(inspector: CacheInspector): Promise<string> {
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
    servers.push(server.listen(0, "127.0.0.1"));
    await once(server, "listening");
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/cache`;
  }

  test("a browser sees the page, and acts", async () => {
    const { ask, inspector, path } = inspected({ readOnly: false });
    const { providerMetadata } = await ask(QUESTION);
    const base = await serve(inspector);

    const page = await (await fetch(base)).text();
    const answer = await fetch(`${base}/api/feedback`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-semantic-cache-inspector": "1" },
      body: JSON.stringify({ entryId: providerMetadata?.semanticCache?.entryId, correct: true }),
    });

    expect(page).toContain('<div id="inspector">');
    expect([answer.status, path().at(-1)]).toEqual([200, "feedback:correct"]);
  });

  test("another site's origin is refused by the host the browser named", async () => {
    const base = await serve(inspected({ readOnly: false }).inspector);
    const send = async (origin: string): Promise<number> => {
      const headers = {
        "content-type": "application/json",
        "x-semantic-cache-inspector": "1",
        origin,
      };
      return (await fetch(`${base}/api/delete`, { method: "POST", headers, body: "{}" })).status;
    };

    expect([await send("http://evil.example"), await send(new URL(base).origin)]).toEqual([
      403, 400,
    ]);
  });

  test("the live feed arrives while it happens, and ends when the browser leaves", async () => {
    const { ask, inspector } = inspected();
    const left = vi.fn();
    const gone = new AbortController();
    const base = await serve(async (request) => withEnd(await inspector(request), left));

    const response = await fetch(`${base}/api/events`, { signal: gone.signal });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    const first = await reader?.read();
    await ask(QUESTION);
    const next = await reader?.read();
    gone.abort();

    expect(first?.value).toBe("retry: 2000\n\n");
    expect(next?.value).toContain('"miss"');
    await vi.waitFor(() => expect(left).toHaveBeenCalledTimes(1));
  });
});

/** The same answer, which says when its reader has left. */
function withEnd({ body, headers }: Response, onLeft: () => void): Response {
  const reader = body?.getReader();
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value } = (await reader?.read()) ?? {};
      if (value) controller.enqueue(value);
    },
    async cancel() {
      await reader?.cancel();
      onLeft();
    },
  });
  return new Response(stream, { headers });
}

/**
 * Plays an Upstash Vector index with an embedding model, as its HTTP documentation describes it: what
 * `@upstash/semantic-cache` asks of it, no more. It searches with the memory store of this library, so that
 * what is measured is the client and HTTP. Run by `upstash.ts`; says its port when it listens.
 */
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { memoryStore } from "../../src/index.ts";
import { breakable, createEmbedder, type EmbedderName } from "./embedders.ts";

interface Body {
  readonly id: string;
  readonly data: string;
  readonly metadata: unknown;
}

const SPACE = "5bace";
const LASTING = { createdAt: 0, staleAt: 8e15, expiresAt: 8e15 };
const PLAIN = { namespace: "0", model: "0", tags: [], sources: [] };

const name = process.argv[2] as EmbedderName;
const { embedder, breakDown } = breakable(await createEmbedder(name));
const store = memoryStore({ maxEntries: 1e6, maxBytes: 4e9 });
const server = createServer(async (request, response) => {
  const { status, body } = await answer(request);
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
process.on("message", () => {
  breakDown();
  process.send?.("broken");
});
process.on("disconnect", () => process.exit());
process.send?.((server.address() as AddressInfo).port);

async function answer(request: IncomingMessage): Promise<{ status: number; body: unknown }> {
  const [, command, namespace = "default"] = (request.url ?? "").split("/");
  try {
    const body = JSON.parse(Buffer.concat(await request.toArray()).toString()) as Body;
    const vector = Float32Array.from(await embedder.embed(body.data));
    const result = await (command === "upsert-data" ? upsert : query)(namespace, vector, body);
    return { status: 200, body: { result } };
  } catch (error) {
    return { status: 500, body: { error: error instanceof Error ? error.message : "failed" } };
  }
}

async function upsert(namespace: string, vector: Float32Array, { id, metadata }: Body) {
  const payload = JSON.stringify({ id, metadata });
  const [scope, key] = [hex(namespace), hex(id)];
  await store.set({ scope, key, ...PLAIN, ...LASTING, space: SPACE, vector, payload });
  return "Success";
}

async function query(namespace: string, vector: Float32Array) {
  const scope = hex(namespace);
  const matches = await store.search({ scope, space: SPACE, vector, threshold: 0, limit: 1 });
  return matches.map(({ entry, similarity }) => ({
    ...JSON.parse(entry.payload),
    score: (1 + similarity) / 2,
  }));
}

function hex(text: string): string {
  return Buffer.from(text).toString("hex");
}

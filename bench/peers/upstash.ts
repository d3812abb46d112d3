import { fork } from "node:child_process";
import { once } from "node:events";
import { aroundCalls } from "./around-calls.ts";
import { loadOrThrow } from "./load.ts";
import type { Asked, Peer } from "./peer.ts";

/** `minProximity` of its README, as a raw cosine: Upstash's score is (1 + cosine) / 2. */
const THRESHOLD = 0.9;

interface Vectors {
  readonly Index: new (options: { readonly url: string; readonly token: string }) => object;
}

interface Package {
  readonly SemanticCache: new (options: {
    readonly index: object;
    readonly minProximity: number;
    readonly namespace?: string;
  }) => {
    get(question: string): Promise<string | undefined>;
    set(question: string, text: string): Promise<void>;
  };
}

/** `@upstash/semantic-cache`, on a stand-in of Upstash Vector in a process of its own. */
export const upstash: Peer = {
  name: "@upstash/semantic-cache",
  package: "@upstash/semantic-cache",
  finds: "meaning",
  through: "get, then generateText",
  async open({ source, embedder, threshold = THRESHOLD }) {
    const { SemanticCache } = await loadOrThrow<Package>("@upstash/semantic-cache");
    const { Index } = await loadOrThrow<Vectors>("@upstash/vector");
    const server = await startServer(embedder.name);
    const index = new Index({ url: server.url, token: "bench" });
    const minProximity = (1 + threshold) / 2;
    const plain = new SemanticCache({ index, minProximity });
    // Its README keeps users apart by a cache with a namespace for each.
    const cacheOf = ({ tenant }: Asked) =>
      tenant === undefined ? plain : new SemanticCache({ index, minProximity, namespace: tenant });
    const service = aroundCalls(
      {
        get: (asked) => cacheOf(asked).get(asked.question),
        set: (asked, text) => cacheOf(asked).set(asked.question, text),
      },
      source,
    );
    return { ...service, breakEmbedding: server.breakDown, close: server.close };
  },
};

/** The stand-in, on a port of this machine. */
async function startServer(embedder: string) {
  const file = new URL("./upstash-server.ts", import.meta.url);
  const server = fork(file, [embedder], { execArgv: ["--conditions=semantic-cache-source"] });
  const [port] = (await once(server, "message")) as [number];
  return {
    url: `http://127.0.0.1:${port}`,
    async breakDown() {
      server.send("break");
      await once(server, "message");
    },
    close: () => void server.kill(),
  };
}

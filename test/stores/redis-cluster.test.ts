import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Cluster, Redis } from "ioredis";
import { afterAll, beforeAll, describe, inject } from "vitest";
import { redisStore } from "../../src/stores/redis/index.ts";
import { freshPrefix } from "../store-kit/support/redis.ts";
import { findProgram, isVersion } from "../support/engines/find-program.ts";
import {
  firstAnswer,
  freePort,
  type ServerProcess,
  startServer,
} from "../support/engines/server-process.ts";
import { storeSuite } from "../support/store-suite.ts";

// A cluster of one node: it refuses commands across slots like any other.
const program = findProgram("redis-server", isVersion(7));
const engine = inject("engines").redis?.name ?? "redis";

describe.skipIf(!program)(`redis on ${engine} in cluster mode, ioredis 6 Cluster`, () => {
  let server: ServerProcess;
  let cluster: Cluster;

  beforeAll(async () => {
    const port = await freePort();
    server = startCluster(program ?? "", port);
    await firstAnswer(() => giveAllSlots(port), server);
    cluster = new Cluster([{ host: "127.0.0.1", port }]);
  });
  afterAll(async () => {
    cluster.disconnect();
    await server.stop();
  });

  storeSuite(() => redisStore({ client: cluster, prefix: freshPrefix() }), {
    useClient: () => cluster.ping(),
  });
});

function startCluster(path: string, port: number): ServerProcess {
  const folder = mkdtempSync(join(tmpdir(), "semantic-cache-cluster-"));
  const args = ["--port", `${port}`, "--bind", "127.0.0.1", "--save", "", "--dir", folder];
  const busPort = port < 40_000 ? port + 10_000 : port - 10_000;
  const bus = ["--cluster-enabled", "yes", "--cluster-port", `${busPort}`];
  const announced = ["--cluster-announce-ip", "127.0.0.1"]; // or clients are told no host at all
  return startServer({ command: [path, ...args, ...bus, ...announced], folder });
}

/** Rejects until the cluster is ready. */
async function giveAllSlots(port: number): Promise<void> {
  const node = new Redis(port, "127.0.0.1", { lazyConnect: true, retryStrategy: () => null });
  node.on("error", () => {}); // the calls below reject with it
  try {
    await node.connect();
    await node.call("CLUSTER", "ADDSLOTSRANGE", "0", "16383").catch(() => {}); // done already
    const state = String(await node.call("CLUSTER", "INFO"));
    if (!state.includes("cluster_state:ok")) throw new Error(state);
  } finally {
    node.disconnect();
  }
}

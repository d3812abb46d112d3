import { describe, expect } from "vitest";
import type { NetworkFaults } from "../../src/testing/index.ts";
import { type FaultyStoreKind, networkStores } from "./support/faulty-stores.ts";
import { onEveryStore } from "./support/on-every-store.ts";
import { question } from "./support/oracle-model.ts";
import { httpReplies, REDIS_REFUSALS, redisReplies } from "./support/scripted-replies.ts";

const known = Array.from({ length: 4 }, (_, at) => question(`theatre ${at}`));
const others = Array.from({ length: 12 }, (_, at) => question(`cinema ${at}`));
const RECOVERY_MS = 6_000;
/** A call needs five commands at most (reads, a search, a write), and each may be tried once more. */
const MOST_COMMANDS = (known.length + others.length) * 5 * 2;

const named = (pattern: RegExp): FaultyStoreKind[] =>
  networkStores.filter(({ name }) => pattern.test(name));

/** Asks while the network answers wrongly, and again when it is well. */
function wrongReplies(title: string, stores: readonly FaultyStoreKind[], faults: () => Script) {
  onEveryStore({ fault: "F5", stores }, title, async ({ faulty, calls, hold }) => {
    await calls.run(known);
    await calls.cache.flush();

    const { answered, ...network } = faults();
    await faulty.proxy?.inject(network);
    hold(await calls.run([...known, ...others]));
    await faulty.become("well");
    faulty.proxy?.cut(); // what half a reply left in a client is no promise of ours

    expect(answered?.() ?? 0, "commands: no storm of retries").toBeLessThanOrEqual(MOST_COMMANDS);
    expect(await calls.untilHit(known[0] ?? "", RECOVERY_MS)).toBeLessThan(RECOVERY_MS);
  });
}

interface Script extends NetworkFaults {
  readonly answered?: () => number;
}

describe("F5 replies that are wrong cost misses, never a call or a wrong answer", {
  concurrent: true,
}, () => {
  for (const [name, reply] of Object.entries(REDIS_REFUSALS)) {
    wrongReplies(name, named(/ioredis|node-redis|redis-search/), () => redisReplies(reply));
  }

  wrongReplies("garbage", networkStores, () => ({ garbage: true }));

  wrongReplies("cut after 5 bytes", networkStores, () => ({ cutAfterBytes: 5 }));

  wrongReplies("cut after 300 bytes", networkStores, () => ({ cutAfterBytes: 300 }));

  for (const status of [401, 429, 500]) {
    const body = JSON.stringify({ error: "refused on purpose" });
    wrongReplies(`HTTP ${status}`, named(/upstash/), () =>
      httpReplies(status, "application/json", body),
    );
  }

  wrongReplies("an HTML page", named(/upstash/), () =>
    httpReplies(200, "text/html", "<html><body>Maintenance</body></html>"),
  );
});

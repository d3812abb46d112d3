import type { TestProject } from "vitest/node";
import type { Engine, EngineName } from "./engine.ts";
import { startPostgres } from "./postgres-engine.ts";
import { type RunningEngine, startRedis } from "./redis-engine.ts";

const STARTERS: Readonly<Record<EngineName, () => Promise<RunningEngine | undefined>>> = {
  redis: () => startRedis("redis", process.env.REDIS_URL),
  valkey: () => startRedis("valkey", process.env.VALKEY_URL),
  postgres: () => startPostgres(process.env.POSTGRES_URL),
};
const ENGINE_NAMES: readonly EngineName[] = ["redis", "valkey", "postgres"];

/**
 * Global setup of the project `stores`: starts every engine that this machine has on a free port, tells
 * the tests where, and returns what stops them again.
 *
 * @throws where an engine cannot be started, and with `CI=true` where one is missing.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const results = await Promise.allSettled(ENGINE_NAMES.map((name) => STARTERS[name]()));
  const running = results.map((result) =>
    result.status === "fulfilled" ? result.value : undefined,
  );
  const stop = async (): Promise<void> => {
    await Promise.all(running.map((engine) => engine?.server?.stop()));
  };
  const broken = results.find((result) => result.status === "rejected");
  const missing = ENGINE_NAMES.filter(
    (_, index) => results[index]?.status === "fulfilled" && !running[index],
  );
  if (broken || (missing.length > 0 && process.env.CI === "true")) {
    await stop();
    throw broken?.reason ?? new Error(missing.map(sayMissing).join("\n"));
  }
  for (const name of missing) process.stderr.write(`${sayMissing(name)}\n`);

  const engines: Partial<Record<EngineName, Engine>> = {};
  for (const [index, name] of ENGINE_NAMES.entries()) {
    const engine = running[index];
    if (engine) engines[name] = { name: engine.name, url: engine.url };
  }
  project.provide("engines", engines);
  return stop;
}

function sayMissing(name: EngineName): string {
  return `${name}: not found, its suites are skipped. Get it: npm run engines`;
}

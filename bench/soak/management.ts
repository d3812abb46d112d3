import { withTimeout } from "../../src/deadline.ts";
import type { SemanticCache } from "../../src/index.ts";
import type { Counter } from "./counter.ts";
import { monotonicMs } from "./monotonic.ts";
import type { Workplace } from "./operations.ts";
import { randomRequest } from "./requests.ts";

const MANAGEMENT_MS = 5_000;

/** What an operator does. It may fail: the store does. */
export async function manage({ cache, random, counter, publish }: Workplace): Promise<void> {
  const name = randomName(random);
  const [kind, ...subject] = name.split(" ");
  // Not everything at once too often: nothing would ever be there.
  if (kind === "namespace" && random() < 0.8) {
    await managed(counter, "entries", countEntries(cache));
    return;
  }
  const beganAt = monotonicMs();
  const removing: Promise<unknown> =
    kind === "tag"
      ? cache.invalidate({ tag: subject.join(" ") })
      : cache.clear({ namespace: subject.join(" ") });
  const done = await managed(counter, kind === "tag" ? "invalidate" : "clear", removing);
  if (done === undefined) return;
  const times = { beganAt, doneAt: monotonicMs(), process: process.pid };
  publish({ type: "removed", name, times });
}

/** What is to be removed: mostly a tag, seldom a whole namespace. */
function randomName(random: () => number): string {
  const names = Array.from({ length: 3 }, () => randomRequest(random, []).names.at(-1) ?? "");
  return names.find((name) => name.startsWith("tag ")) ?? names[0] ?? "";
}

async function countEntries(cache: SemanticCache): Promise<number> {
  let count = 0;
  for await (const _entry of cache.entries()) if (++count >= 100) break;
  return count;
}

/** What management came to; nothing when it failed or took too long, which is counted by why. */
export async function managed<Result>(
  counter: Counter,
  name: string,
  work: Promise<Result>,
): Promise<Result | undefined> {
  counter.add(`operation:${name}`);
  try {
    return await withTimeout(name, MANAGEMENT_MS, undefined, work);
  } catch (error) {
    const { message } = error as Error;
    counter.add(`refused:${name}, ${message.slice(0, 60)}`);
    return undefined;
  }
}

import { SemanticCacheError } from "../../errors.ts";
import type { SemanticCacheOptions } from "../../options.ts";
import type { CacheStore } from "../../store.ts";
import { memoryStore } from "../../stores/memory/index.ts";
import { checkOptions as refuseBadOptions } from "../../validate-options.ts";
import type { CacheFlags } from "../cache-flags.ts";
import type { LoadedConfig } from "../load-config.ts";
import { configOf, namesStore, optionsOf, storeOf } from "../open-cache.ts";
import type { OpenedStore } from "../stores/opened-store.ts";
import { messageOf } from "../text/message-of.ts";
import { checkClock } from "./check-clock.ts";
import { checkEmbedding, type EmbeddingCheck } from "./check-embedding.ts";
import { checkEntries } from "./check-entries.ts";
import { checkLimits } from "./check-limits.ts";
import { checkOptions } from "./check-options.ts";
import { checkRuntime } from "./check-runtime.ts";
import { checkServer } from "./check-server.ts";
import { checkStore } from "./check-store.ts";
import { type Finding, findings, found } from "./finding.ts";

/**
 * Looks at everything a cache needs, and hands out findings as they are made. What fails is a finding;
 * what cannot be looked at because of it is left out.
 *
 * @throws SemanticCacheError `invalid-options` when the command line names a store that is none.
 */
export async function* examine(flags: CacheFlags): AsyncGenerator<Finding, void> {
  const loaded = await loadOptions(flags);
  if (!("options" in loaded)) return yield* [...checkRuntime(), loaded];
  const { config, options } = loaded;
  const opened = await openedStore(flags, config); // first: a command line that is wrong is no finding
  yield* checkRuntime();
  yield* checkOptions(config, options);
  try {
    const embedding = await checkEmbedding(options);
    yield* embedding.findings;
    if ("store" in opened) {
      const own = { ...options, store: opened.store };
      for await (const finding of examineStore(opened, own, embedding)) {
        yield { ...finding, detail: opened.scrub(finding.detail) };
      }
    } else yield opened;
  } finally {
    if ("store" in opened) await opened.close();
  }
}

interface Loaded {
  readonly config: LoadedConfig | undefined;
  readonly options: SemanticCacheOptions;
}

async function loadOptions(flags: CacheFlags): Promise<Loaded | Finding> {
  try {
    const config = await configOf(flags);
    const options = optionsOf(flags, config);
    refuseBadOptions(options);
    return { config, options };
  } catch (error) {
    const advice = "Mend it and run doctor again: nothing else can be checked without it.";
    return findings("config").error(messageOf(error), advice);
  }
}

/** The store that is named; without one, what an application has that names none. */
async function openedStore(
  flags: CacheFlags,
  config: LoadedConfig | undefined,
): Promise<OpenedStore | Finding> {
  if (!namesStore(flags, config)) {
    return {
      store: memoryStore(),
      address: "memoryStore(), the default",
      scrub: (text) => text,
      close: async () => {},
    };
  }
  try {
    return await storeOf(flags, config, {});
  } catch (error) {
    if (!SemanticCacheError.isInstance(error) || error.code !== "store") throw error;
    const advice =
      "Check the address, and that something is there: until then every lookup is a miss.";
    return findings("store").error(messageOf(error), advice);
  }
}

async function* examineStore(
  opened: OpenedStore,
  options: SemanticCacheOptions & { readonly store: CacheStore },
  { name, dimensions, milliseconds }: EmbeddingCheck,
): AsyncGenerator<Finding, void> {
  const { store, address, server } = opened;
  const behind = await found("server", () => checkServer(opened, dimensions), UNASKED);
  yield* behind;
  const isUnfit = ({ check, status }: Finding): boolean => status === "error" || check === "tables";
  if (behind.some(isUnfit)) return yield findings("store").skipped("not tried: see above");
  yield* await found("clock", () => checkClock(server), UNASKED);
  const tried = await checkStore(store, address, dimensions);
  yield* tried.findings;
  if (!tried.latencies) return;
  yield* checkLimits(options, { ...tried.latencies, embedding: milliseconds });
  yield* await found("entries", () => checkEntries(options, name), { advice: UNLISTED });
}

const UNASKED = {
  status: "skipped",
  advice: "The server does not say: it may be a proxy, or your user may not ask.",
} as const;
const UNLISTED = "Entries cannot be listed: management needs that, lookups do not.";

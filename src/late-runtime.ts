import type { ResolvableOptions } from "./config.ts";
import { lazy } from "./lazy.ts";
import type { Runtime } from "./runtime.ts";
import type { CacheStore } from "./store.ts";

/** A {@link Runtime} that is made when it is first needed: until then a cache is only its options. */
export interface LateRuntime {
  load(): Runtime | Promise<Runtime>;
  /** `undefined` as long as nothing was asked of the cache. */
  loaded(): Runtime | undefined;
}

/** The {@link LateRuntime} of one cache. */
export function lateRuntime(options: ResolvableOptions): LateRuntime {
  let runtime: Runtime | undefined;
  return {
    load: lazy(async () => {
      const [{ createRuntime }, { resolveOptions }] = await Promise.all([
        import("./runtime.ts"),
        import("./config.ts"),
        loadStore(options.store),
      ]);
      runtime = createRuntime(resolveOptions(options));
      return runtime;
    }),
    loaded: () => runtime,
  };
}

/** The time it takes counts against no deadline of a read. */
async function loadStore(store: CacheStore): Promise<void> {
  try {
    await store.load?.();
  } catch {
    // The calls that follow will fail and say so.
  }
}

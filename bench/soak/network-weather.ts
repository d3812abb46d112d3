import type { FaultProxy, NetworkFaults } from "../../src/testing/index.ts";

/** A network that is bad for a while, then good for a longer while, over and over. */
export interface NetworkWeather {
  /** How often the network was bad, by how. */
  counts(): Readonly<Record<string, number>>;
  /** The network is good from now on. */
  end(): Promise<void>;
}

const STORMS: Readonly<Record<string, NetworkFaults | "cut">> = {
  cut: "cut",
  latency: { latencyMs: 150, jitterMs: 300 },
  "black-hole": { blackHole: true },
  garbage: { garbage: true },
  refuse: { refuse: true },
  slices: { sliceBytes: 7 },
  "cut-replies": { cutAfterBytes: 5_000 },
};

/** In every `everyMs`, the network is bad for `stormMs`: each way in turn. */
export function startWeather(
  proxy: FaultProxy,
  { everyMs, stormMs }: { readonly everyMs: number; readonly stormMs: number },
): NetworkWeather {
  const counts: Record<string, number> = {};
  const names = Object.keys(STORMS);
  let storms = 0;
  let last: Promise<void> = Promise.resolve();

  async function storm(): Promise<void> {
    const name = names[storms++ % names.length] ?? "cut";
    const faults = STORMS[name];
    counts[name] = (counts[name] ?? 0) + 1;
    if (faults === "cut" || !faults) return proxy.cut();
    await proxy.inject(faults);
    await new Promise((resolve) => setTimeout(resolve, stormMs));
    await proxy.heal();
  }

  const timer = setInterval(() => {
    last = storm();
  }, everyMs);

  return {
    counts: () => counts,
    async end() {
      clearInterval(timer);
      await last;
      await proxy.heal();
    },
  };
}

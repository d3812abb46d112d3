/** Counts things by name. */
export interface Counter {
  add(name: string, times?: number): void;
  /** What was counted since this was called last. */
  take(): Readonly<Record<string, number>>;
}

/** A {@link Counter} that has counted nothing. */
export function createCounter(): Counter {
  let counts = new Map<string, number>();
  return {
    add(name, times = 1) {
      counts.set(name, (counts.get(name) ?? 0) + times);
    },
    take() {
      const taken = Object.fromEntries(counts);
      counts = new Map();
      return taken;
    },
  };
}

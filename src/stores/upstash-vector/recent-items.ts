/** What this process did a moment ago, until the service shows it to everybody. */
export interface RecentItems<T> {
  set(id: string, item: T): void;
  get(id: string): T | undefined;
  delete(id: string): void;
  values(): readonly T[];
  clear(): void;
}

/** How long and how much is remembered. */
export interface RecentLimits<T> {
  readonly milliseconds: number;
  /** Most bytes of all items together; the oldest are forgotten first. */
  readonly bytes: number;
  bytesOf(item: T): number;
}

/** Remembers items for a while. */
export function recentItems<T>({ milliseconds, bytes, bytesOf }: RecentLimits<T>): RecentItems<T> {
  const held = new Map<string, { readonly item: T; readonly until: number }>(); // the oldest first
  let size = 0;

  function remove(id: string): void {
    const found = held.get(id);
    if (found && held.delete(id)) size -= bytesOf(found.item);
  }

  function forget(): void {
    for (const [id, { until }] of held) {
      if (until > Date.now() && size <= bytes) return;
      remove(id);
    }
  }

  return {
    set(id, item) {
      remove(id);
      held.set(id, { item, until: Date.now() + milliseconds });
      size += bytesOf(item);
      forget();
    },
    get(id) {
      forget();
      return held.get(id)?.item;
    },
    delete: remove,
    values() {
      forget();
      return Array.from(held.values(), ({ item }) => item);
    },
    clear() {
      held.clear();
      size = 0;
    },
  };
}

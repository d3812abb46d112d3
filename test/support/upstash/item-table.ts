/** A record of an index. */
export interface StoredItem {
  readonly id: string;
  readonly vector: readonly number[];
  readonly metadata?: unknown;
  readonly data?: unknown;
}

/** The records of one namespace, which show what is written to them after a while. */
export interface ItemTable {
  write(item: StoredItem): void;
  /** Says how many of them were visible. */
  remove(ids: readonly string[]): number;
  /** In the order of their first write, with their place in it. */
  visible(): readonly (StoredItem & { readonly at: number })[];
  counts(): { readonly vectorCount: number; readonly pendingVectorCount: number };
}

/** What is shown until `from`, and what from then on. */
interface Slot {
  readonly at: number;
  readonly before: StoredItem | undefined;
  readonly after: StoredItem | undefined;
  readonly from: number;
}

/** A table that shows writes and removals `delayMs` later. */
export function itemTable(delayMs: number): ItemTable {
  const slots = new Map<string, Slot>();
  let places = 0;

  const shown = ({ before, after, from }: Slot): StoredItem | undefined =>
    Date.now() < from ? before : after;

  function put(id: string, after: StoredItem | undefined): void {
    const slot = slots.get(id);
    const before = slot && shown(slot);
    slots.set(id, { at: slot?.at ?? places++, before, after, from: Date.now() + delayMs });
  }

  return {
    write: (item) => put(item.id, item),
    remove(ids) {
      const there = ids.filter((id) => {
        const slot = slots.get(id);
        return slot && shown(slot);
      });
      for (const id of ids) if (slots.has(id)) put(id, undefined);
      return there.length;
    },
    visible: () =>
      [...slots.values()].flatMap((slot) => {
        const item = shown(slot);
        return item ? [{ ...item, at: slot.at }] : [];
      }),
    counts() {
      const pending = [...slots.values()].filter(({ from }) => Date.now() < from);
      return { vectorCount: this.visible().length, pendingVectorCount: pending.length };
    },
  };
}

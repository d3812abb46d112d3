import type { CacheStore, StoredEntry } from "../../store.ts";
import type { Addresses } from "./addresses.ts";
import { blindAddress, sealEntry, type UnsealedEntry } from "./sealed-entry.ts";
import type { SecretKey } from "./secret-key.ts";

/** Writes under the newest key, and moves there what lies under older ones. */
export interface Rotation {
  /** Writes an entry; nothing of it stays under an older key. */
  write(entry: StoredEntry): Promise<void>;
  /** Something is being removed, or was: what is being moved may have been meant. */
  removed(): void;
  /** To be called when a read begins; the function, at its end, moves what the read found, behind it. */
  watch(): (found: UnsealedEntry) => void;
}

/** The {@link Rotation} of one encrypted store; `keys` begin with the newest. */
export function createRotation(parts: {
  readonly store: CacheStore;
  readonly keys: readonly SecretKey[];
  readonly vectors: "plain" | "none";
  readonly addresses: Addresses;
}): Rotation {
  const { store, keys, vectors, addresses } = parts;
  const [newest, ...older] = keys as readonly [SecretKey, ...SecretKey[]];
  const moves = new Map<string, Promise<void>>(); // those under way, by address
  let edits = 0; // writes and removals, begun and ended
  let removals = 0;

  async function put(entry: StoredEntry): Promise<StoredEntry> {
    const sealed = await sealEntry(newest, entry, vectors);
    addresses.remember(sealed, entry);
    await store.set(sealed);
    return sealed;
  }

  async function removeOlder(entry: StoredEntry): Promise<void> {
    if (older.length === 0) return;
    const entries = await Promise.all(older.map((key) => blindAddress(key, entry)));
    await store.delete({ entries });
  }

  /** A cache may lose an entry, but must not bring back one that was removed meanwhile. */
  async function move(entry: StoredEntry): Promise<void> {
    const removalsBefore = removals;
    const { scope, key } = await put(entry);
    if (removals === removalsBefore) await removeOlder(entry);
    else await store.delete({ entries: [{ scope, key }] });
  }

  return {
    async write(entry) {
      edits++;
      try {
        await moves.get(nameOf(entry)); // or the older one might be written last
        await put(entry);
        await removeOlder(entry);
      } finally {
        edits++;
      }
    },

    removed() {
      edits++;
      removals++;
    },

    watch() {
      const editsBefore = edits;
      return ({ entry, key }) => {
        const name = nameOf(entry);
        if (key === newest || edits !== editsBefore || moves.has(name)) return;
        const moving = move(entry)
          .catch(() => {}) // the next read tries again
          .finally(() => moves.delete(name));
        moves.set(name, moving);
      };
    },
  };
}

function nameOf({ scope, key }: StoredEntry): string {
  return `${scope}.${key}`;
}

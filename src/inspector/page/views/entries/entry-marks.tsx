import type { JSX } from "preact";
import type { ShownEntry } from "../../../contract.ts";
import { Chip } from "../../parts/chip.tsx";
import { Icon } from "../../parts/icon.tsx";

/** What is special about an entry. */
export function Marks({ entry }: { readonly entry: ShownEntry }): JSX.Element {
  const { pinned, quarantinedAt, staleAt } = entry;
  return (
    <>
      {pinned && (
        <span class="mark">
          <Icon name="pin" /> pinned
        </span>
      )}
      {quarantinedAt !== undefined && <Chip tone="bad" text="known wrong" />}
      {!pinned && staleAt < Date.now() && <Chip tone="bypass" text="stale" />}
    </>
  );
}

import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import { counted, percent } from "../../../../evaluate/format.ts";
import type { FeedItem } from "../../../contract.ts";
import { useInspection } from "../../inspection.ts";
import { Card } from "../../parts/card.tsx";
import { Empty } from "../../parts/empty.tsx";
import { Icon } from "../../parts/icon.tsx";
import { type Parameters, refine } from "../../route.ts";
import { FeedFilters, isWanted } from "./feed-filters.tsx";
import { FeedTable } from "./feed-table.tsx";
import { type Row, rowOf } from "./row-of.ts";

/** What happens, as it happens. */
export function LiveView({ parameters }: { readonly parameters: Parameters }): JSX.Element {
  const { feed } = useInspection();
  const [paused, setPaused] = useState<readonly FeedItem[]>();
  const items = paused ?? feed.items;
  const rows = useMemo(() => toRows(items), [items]);
  const isShown = (row: Row): boolean => isWanted(row, parameters);
  const wanted = rows.filter(isShown);
  const waiting = paused ? newerThan(paused, feed.items).filter(isShown).length : 0;

  return (
    <Card
      title="Live"
      about="Every request this process answered, newest first."
      class="live"
      beside={
        <button
          type="button"
          aria-pressed={paused !== undefined}
          onClick={() => setPaused(paused ? undefined : feed.items)}
        >
          <Icon name={paused ? "play" : "pause"} />
          {paused ? `Go on${waiting > 0 ? `, ${waiting} new` : ""}` : "Pause"}
        </button>
      }
    >
      <FeedFilters rows={rows} parameters={parameters} onChange={(next) => refine("live", next)} />
      <p class="hidden" role="status">
        {summaryOf(rows)}
      </p>
      {items.length > 0 && <FeedTable rows={wanted} />}
      {items.length === 0 && (feed.status === "connecting" ? <Connecting /> : <NothingYet />)}
    </Card>
  );
}

function toRows(items: readonly FeedItem[]): readonly Row[] {
  const written = new Set(
    items.flatMap(({ event }) => (event.type === "write" ? event.entryId : [])),
  );
  return items.map((item) => rowOf(item, written));
}

/** Rows of what has come since. */
function newerThan(seen: readonly FeedItem[], items: readonly FeedItem[]): readonly Row[] {
  const newest = seen[0]?.id ?? 0;
  return toRows(items.filter(({ id }) => id > newest));
}

/** Heard when it changes, so it must not change with every row. */
function summaryOf(rows: readonly Row[]): string {
  const lookups = rows.filter(({ outcome }) => outcome !== "other" && outcome !== "bypass");
  if (lookups.length === 0) return "No requests yet.";
  const hits = lookups.filter(({ outcome }) => outcome !== "miss").length;
  const tens = lookups.length < 10 ? lookups.length : 10 * Math.floor(lookups.length / 10);
  return `${lookups.length < 10 ? "" : "More than "}${counted(tens, "request")}, ${percent(Math.round((20 * hits) / lookups.length) / 20)} answered from the cache.`;
}

function Connecting(): JSX.Element {
  return <p class="empty">Asking for the latest requests…</p>;
}

function NothingYet(): JSX.Element {
  return (
    <Empty title="No requests yet">
      <p>
        Ask the model that is wrapped with this cache, in this process. Each request then shows here
        with its verdict: an exact hit, a hit by meaning, a miss and its reason, or a bypass.
      </p>
    </Empty>
  );
}

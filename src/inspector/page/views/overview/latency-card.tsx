import type { JSX } from "preact";
import type { LatencyBucket, Overview } from "../../../contract.ts";
import { durationText } from "../../format.ts";
import { Card } from "../../parts/card.tsx";
import { Columns } from "../../parts/columns.tsx";
import { Empty } from "../../parts/empty.tsx";

const PARTS = [
  { name: "Hits", tone: "exact" },
  { name: "Misses", tone: "miss" },
] as const;

/** How long the cache took to decide. */
export function LatencyCard({ overview }: { readonly overview: Overview }): JSX.Element {
  const { latency, stats } = overview;
  const columns = latency.map((bucket, at) => ({
    label: labelOf(bucket, latency[at - 1]),
    counts: [bucket.hits, bucket.misses],
  }));
  const isEmpty = latency.every(({ hits, misses }) => hits + misses === 0);
  return (
    <Card
      title="How long lookups took"
      about="From the request's arrival to the decision. Misses do not include the model."
      class="latency"
    >
      {isEmpty ? (
        <Empty title="No lookups yet" />
      ) : (
        <>
          <Percentiles latency={stats.latency} />
          <Columns
            name="Lookups by how long they took"
            by="Up to"
            parts={PARTS}
            columns={columns}
          />
        </>
      )}
    </Card>
  );
}

function labelOf({ upToMs }: LatencyBucket, before: LatencyBucket | undefined): string {
  return upToMs === null ? `> ${durationText(before?.upToMs ?? 0)}` : durationText(upToMs);
}

function Percentiles({ latency }: { readonly latency: Overview["stats"]["latency"] }): JSX.Element {
  return (
    <table class="percentiles">
      <thead>
        <tr>
          <td />
          <th scope="col" class="number">
            median
          </th>
          <th scope="col" class="number">
            95 %
          </th>
          <th scope="col" class="number">
            99 %
          </th>
        </tr>
      </thead>
      <tbody>
        {(["hit", "miss"] as const).map((kind) => (
          <tr key={kind}>
            <th scope="row">{kind === "hit" ? "Hits" : "Misses"}</th>
            {[latency[kind].p50, latency[kind].p95, latency[kind].p99].map((time, at) => (
              <td key={["p50", "p95", "p99"][at]} class="number">
                {durationText(time)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

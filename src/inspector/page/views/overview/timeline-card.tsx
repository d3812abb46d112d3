import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { percent, whole } from "../../../../evaluate/format.ts";
import type { Overview, TimelinePoint } from "../../../contract.ts";
import { compactText } from "../../format.ts";
import { Card } from "../../parts/card.tsx";
import { Empty } from "../../parts/empty.tsx";
import { TimeChart } from "../../parts/time-chart.tsx";
import { TimelineNumbers } from "./timeline-numbers.tsx";
import { rateOf, sum, timelineSeries } from "./timeline-series.ts";

/** Requests, hit rate and savings over the last hour. */
export function TimelineCard({ overview }: { readonly overview: Overview }): JSX.Element {
  const { timeline } = overview;
  return (
    <Card title="Over time" about="The last hour of this process." class="timeline">
      {timeline.length === 0 ? (
        <Empty title="No requests yet">
          <p>Requests, hit rate and savings are drawn here as soon as the cache was asked.</p>
        </Empty>
      ) : (
        <Charts timeline={timeline} />
      )}
    </Card>
  );
}

function Charts({ timeline }: { readonly timeline: readonly TimelinePoint[] }): JSX.Element {
  const drawn = useMemo(() => timelineSeries(timeline), [timeline]);
  const { times, requests, rate, tokens } = drawn;
  return (
    <div class="charts">
      <TimeChart
        label="Requests over time"
        kind="bars"
        height={190}
        times={times}
        series={requests}
        format={whole}
        summary={requests.map(({ values }) => whole(sum(values)))}
      />
      <TimeChart
        label="Hit rate over time, of ten minutes each"
        kind="area"
        height={190}
        most={1}
        times={times}
        series={rate}
        format={(share) => percent(share).replace(".0", "")}
        summary={[percent(rateOf(timeline))]}
      />
      <TimeChart
        label="Tokens saved over time, added up"
        kind="area"
        height={190}
        times={times}
        series={tokens}
        format={compactText}
        summary={[compactText(tokens[0]?.values.at(-1) ?? 0)]}
      />
      <TimelineNumbers timeline={timeline} />
    </div>
  );
}

import type { JSX } from "preact";
import { useInspection } from "../../inspection.ts";
import { Card } from "../../parts/card.tsx";
import { ReasonBars } from "../../parts/reason-bars.tsx";
import { reasonName, reasonSentence } from "../../words.ts";
import { AuditCard } from "./audit-card.tsx";
import { LatencyCard } from "./latency-card.tsx";
import { NamespaceCard } from "./namespace-card.tsx";
import { Tiles } from "./tiles.tsx";
import { TimelineCard } from "./timeline-card.tsx";

/** How the cache does, at a glance. */
export function OverviewView(): JSX.Element {
  const { overview } = useInspection();
  const { misses, bypasses, notStored } = overview.stats;
  return (
    <div class="overview">
      <Tiles overview={overview} />
      <TimelineCard overview={overview} />
      <LatencyCard overview={overview} />
      <div class="three">
        <Card title="Misses by reason">
          <ReasonBars tone="miss" amounts={amountsOf("miss", misses)} none="No misses so far." />
        </Card>
        <Card title="Bypasses by reason">
          <ReasonBars
            tone="bypass"
            amounts={amountsOf("bypass", bypasses)}
            none="None: every request was looked up."
          />
        </Card>
        <Card title="Guards that vetoed">
          <ReasonBars
            tone="semantic"
            amounts={overview.guards.map(({ name, vetoes }) => ({ name, count: vetoes }))}
            none="No guard has spoken against a match so far."
          />
        </Card>
      </div>
      <div class="three">
        <AuditCard overview={overview} />
        <NamespaceCard overview={overview} />
        <Card title="Answers that were not stored">
          <ReasonBars
            tone="bypass"
            amounts={amountsOf("not-stored", notStored)}
            none="Every complete answer was stored."
          />
        </Card>
      </div>
    </div>
  );
}

function amountsOf(
  kind: "miss" | "bypass" | "not-stored",
  counts: Readonly<Record<string, number>>,
): { name: string; count: number; why: string }[] {
  return Object.entries(counts).map(([reason, count]) => ({
    name: reasonName(kind, reason),
    count,
    why: reasonSentence(kind, reason),
  }));
}

import type { JSX } from "preact";
import { counted, percent, whole } from "../../../../evaluate/format.ts";
import type { Interval } from "../../../../learning/interval.ts";
import type { AuditReport } from "../../../../learning/live-audit.ts";
import type { ShadowReport } from "../../../../learning/shadow-book.ts";
import type { Overview } from "../../../contract.ts";
import { Card } from "../../parts/card.tsx";

/** How many hits were wrong, as far as it was measured, with the interval that says how sure that is. */
export function AuditCard({ overview }: { readonly overview: Overview }): JSX.Element {
  const { live, shadow } = overview.audit;
  return (
    <Card title="Wrong hits" about="Measured by comparing hits with fresh answers.">
      {live && <Live report={live} />}
      {shadow && <Shadow report={shadow} />}
      {!live && !shadow && (
        <p class="faint">
          Not measured. With the options <code>compare</code> and <code>audit</code> a share of the
          hits is compared with fresh answers.
        </p>
      )}
    </Card>
  );
}

function Live({ report }: { readonly report: AuditReport }): JSX.Element {
  const { compared, wrong, falseHitRate, raisedBy, stopped } = report;
  if (!falseHitRate) return <p class="faint">Nothing compared yet.</p>;
  return (
    <>
      <Rate rate={falseHitRate} />
      <p>
        {whole(wrong)} of {counted(compared, "audited hit")} wrong.
        {raisedBy > 0 && ` The threshold is raised by ${raisedBy.toFixed(2)}.`}
        {stopped && " Nothing is served by meaning until this is better."}
      </p>
    </>
  );
}

function Shadow({ report }: { readonly report: ShadowReport }): JSX.Element {
  const { requests, asConfigured } = report;
  const { hits, compared, wrong, falseHitRate } = asConfigured;
  return (
    <>
      {falseHitRate && <Rate rate={falseHitRate} />}
      <p>
        In shadow mode {whole(hits)} of {counted(requests, "request")} would have been hits by
        meaning; {whole(wrong)} of {whole(compared)} compared would have been wrong.
      </p>
    </>
  );
}

function Rate({ rate: { share, low, high } }: { readonly rate: Interval }): JSX.Element {
  const most = Math.max(0.1, high);
  const at = (value: number): string => `${(100 * value) / most}%`;
  return (
    <div class="rate">
      <span class="figure">{percent(share)}</span>{" "}
      <span class="faint">
        {(100 * low).toFixed(1)} to {percent(high)}, 95 % interval
      </span>
      <span class="interval" aria-hidden="true">
        <span class="range" style={{ left: at(low), width: at(high - low) }} />
        <span class="point" style={{ left: at(share) }} />
      </span>
      <span class="scale faint" aria-hidden="true">
        <span>0 %</span>
        <span>{percent(most)}</span>
      </span>
    </div>
  );
}

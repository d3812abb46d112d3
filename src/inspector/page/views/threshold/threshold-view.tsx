import type { JSX } from "preact";
import { thresholdText } from "../../../../evaluate/format.ts";
import { useInspection } from "../../inspection.ts";
import { Card } from "../../parts/card.tsx";
import { Columns } from "../../parts/columns.tsx";
import { Empty } from "../../parts/empty.tsx";
import { type Parameters, refine } from "../../route.ts";
import { binsOf, type Scale, scaleOf } from "./bins.ts";
import { ChangedLookups } from "./changed-lookups.tsx";
import { type Lookup, whatIf, whatIfSentence } from "./what-if.ts";

const PARTS = [
  { name: "Hits", tone: "semantic" },
  { name: "Below the threshold", tone: "miss" },
  { name: "Vetoed by guards", tone: "vetoed" },
  { name: "Other misses", tone: "bypass" },
] as const;

/** What another threshold would have made of the latest lookups. */
export function ThresholdView({ parameters }: { readonly parameters: Parameters }): JSX.Element {
  const { overview } = useInspection();
  const { similarities, threshold } = overview;
  const chosen = Number(parameters.at) || threshold || 0.9;
  return (
    <>
      <Card
        title="Threshold"
        about="The latest lookups by meaning and the similarity of their nearest stored question. Move the slider to see what would have changed."
      >
        {similarities.length === 0 ? (
          <NothingYet />
        ) : (
          <Distribution lookups={similarities} configured={threshold} chosen={chosen} />
        )}
      </Card>
      {similarities.length > 0 && <ChangedLookups change={whatIf(similarities, chosen)} />}
    </>
  );
}

function Distribution(props: {
  readonly lookups: readonly Lookup[];
  readonly configured: number | undefined;
  readonly chosen: number;
}): JSX.Element {
  const { lookups, configured, chosen } = props;
  const scale = scaleOf(lookups, configured);
  const placeOf = (value: number): number => (value - scale.least) / (1 - scale.least);
  const marks = [
    { at: placeOf(chosen), class: "chosen-mark" },
    ...(configured === undefined ? [] : [{ at: placeOf(configured), class: "configured-mark" }]),
  ];
  return (
    <div class="distribution">
      <Columns
        name="Lookups by similarity"
        by="From"
        parts={PARTS}
        columns={binsOf(lookups, scale, chosen)}
        labelEvery={5}
        marks={marks}
      >
        <Slider scale={scale} configured={configured} chosen={chosen} />
        <p class="what-if" role="status">
          {whatIfSentence(whatIf(lookups, chosen))}
        </p>
      </Columns>
    </div>
  );
}

function Slider(props: {
  readonly scale: Scale;
  readonly configured: number | undefined;
  readonly chosen: number;
}): JSX.Element {
  const { scale, configured, chosen } = props;
  const move = (event: { readonly currentTarget: HTMLInputElement }): void =>
    refine("threshold", { at: event.currentTarget.value });
  return (
    <div class="slider">
      <label for="chosen-threshold">
        Threshold <output>{thresholdText(chosen)}</output>
      </label>
      <input
        id="chosen-threshold"
        type="range"
        min={scale.least}
        max={1}
        step={0.005}
        value={chosen}
        onInput={move}
      />
      {configured !== undefined && (
        <button
          type="button"
          class="quiet"
          disabled={chosen === configured}
          onClick={() => refine("threshold", {})}
        >
          Configured: {thresholdText(configured)}
        </button>
      )}
    </div>
  );
}

function NothingYet(): JSX.Element {
  return (
    <Empty title="No lookups by meaning yet">
      <p>
        Ask something, then ask it again in other words. Exact hits are not shown: they need no
        threshold.
      </p>
    </Empty>
  );
}

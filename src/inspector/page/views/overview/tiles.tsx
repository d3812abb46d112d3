import type { ComponentChildren, JSX } from "preact";
import { percent, whole } from "../../../../evaluate/format.ts";
import type { Overview } from "../../../contract.ts";
import { bytesText, compactText, durationText, moneyText } from "../../format.ts";

/** The figures people ask for first. */
export function Tiles({ overview }: { readonly overview: Overview }): JSX.Element {
  const { stats, size } = overview;
  const { hits, saved, latency, errors } = stats;
  return (
    <dl class="tiles">
      <HitRateTile overview={overview} />
      <Tile name="Requests" figure={whole(stats.requests)}>
        {whole(hits.exact)} exact, {whole(hits.semantic)} by meaning
      </Tile>
      <Tile name="Tokens saved" figure={compactText(saved.inputTokens + saved.outputTokens)}>
        {compactText(saved.outputTokens)} of them output
      </Tile>
      {saved.money !== undefined && <MoneyTile saved={saved} />}
      <Tile name="Time saved" figure={durationText(saved.milliseconds)}>
        waiting for the model
      </Tile>
      <Tile name="Hit, median" figure={durationText(latency.hit.p50)}>
        95 % within {durationText(latency.hit.p95)}
      </Tile>
      <Tile name="Entries" figure={size ? whole(size.entries) : "–"}>
        {size?.bytes === undefined ? "of all namespaces" : bytesText(size.bytes)}
      </Tile>
      <Tile name="Errors" figure={whole(errors)} isBad={errors > 0}>
        {errors > 0 ? "inside the cache; calls went on" : "inside the cache"}
      </Tile>
    </dl>
  );
}

function HitRateTile({ overview }: { readonly overview: Overview }): JSX.Element {
  const { hits, hitRate, misses } = overview.stats;
  const missed = Object.values(misses).reduce<number>((sum, count = 0) => sum + count, 0);
  const lookups = Math.max(1, hits.exact + hits.semantic + missed);
  const share = (count: number): { width: string } => ({ width: `${(100 * count) / lookups}%` });
  return (
    <Tile name="Hit rate" figure={percent(hitRate)} class="wide">
      <span class="split" aria-hidden="true">
        <span class="exact" style={share(hits.exact)} />
        <span class="semantic" style={share(hits.semantic)} />
      </span>
      of {whole(hits.exact + hits.semantic + missed)} lookups
    </Tile>
  );
}

function MoneyTile({ saved }: { readonly saved: Overview["stats"]["saved"] }): JSX.Element {
  const { money = 0, netMoney, currency, unpriced = 0 } = saved;
  const net = netMoney === undefined ? "" : `${moneyText(netMoney, currency)} after embedding`;
  return (
    <Tile name="Money saved" figure={moneyText(money, currency)}>
      {unpriced > 0 ? `${whole(unpriced)} hits without a price` : net}
    </Tile>
  );
}

function Tile(props: {
  readonly name: string;
  readonly figure: string;
  readonly class?: string;
  readonly isBad?: boolean;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <div class={`tile ${props.class ?? ""} ${props.isBad ? "failing" : ""}`}>
      <dt>{props.name}</dt>
      <dd>
        <span class="figure">{props.figure}</span>
        <span class="faint">{props.children}</span>
      </dd>
    </div>
  );
}

import type { JSX } from "preact";
import { whole } from "../../../evaluate/format.ts";
import type { Tone } from "./chip.tsx";

/** One line: a name, a number and a bar. */
export interface Amount {
  readonly name: string;
  readonly count: number;
  /** A sentence about it. */
  readonly why?: string | undefined;
}

/** Counts by name, the most first. */
export function ReasonBars(props: {
  readonly amounts: readonly Amount[];
  readonly tone: Tone;
  /** What to say of none. */
  readonly none: string;
}): JSX.Element {
  const amounts = props.amounts
    .filter(({ count }) => count > 0)
    .sort((one, other) => other.count - one.count);
  if (amounts.length === 0) return <p class="faint">{props.none}</p>;
  const most = Math.max(...amounts.map(({ count }) => count));
  return (
    <dl class={`reasons ${props.tone}`}>
      {amounts.map(({ name, count, why }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <span class="count">{whole(count)}</span>
            <span class="bar" aria-hidden="true">
              <span style={{ width: `${(100 * count) / most}%` }} />
            </span>
            {why && <span class="faint why">{why}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

import type { JSX } from "preact";
import { percent, whole } from "../../../../evaluate/format.ts";
import type { TimelinePoint } from "../../../contract.ts";
import { clockText, durationText } from "../../format.ts";
import { rateOf } from "./timeline-series.ts";

/** The time line as a table, stretch by stretch. */
export function TimelineNumbers({
  timeline,
}: {
  readonly timeline: readonly TimelinePoint[];
}): JSX.Element {
  const filled = timeline.filter(
    ({ exact, semantic, misses, bypasses }) => exact + semantic + misses + bypasses > 0,
  );
  const names = ["Exact", "By meaning", "Miss", "Bypass", "Hit rate", "Tokens saved", "Time saved"];
  return (
    <details class="numbers">
      <summary>Numbers</summary>
      <table>
        <caption class="hidden">Requests and savings over time</caption>
        <thead>
          <tr>
            <th scope="col">From</th>
            {names.map((name) => (
              <th key={name} scope="col" class="number">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {filled.map((point) => (
            <tr key={point.from}>
              <th scope="row">{clockText(point.from)}</th>
              {cellsOf(point).map((text, at) => (
                <td key={names[at]} class="number">
                  {text}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function cellsOf(point: TimelinePoint): string[] {
  const { exact, semantic, misses, bypasses, savedTokens, savedMs } = point;
  const counts = [exact, semantic, misses, bypasses].map(whole);
  return [...counts, percent(rateOf([point])), whole(savedTokens), durationText(savedMs)];
}

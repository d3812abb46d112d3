import type { ComponentChildren, JSX } from "preact";
import { counted, whole } from "../../../evaluate/format.ts";

/** One column, made of parts from the bottom up. */
export interface ColumnOfParts {
  readonly label: string;
  readonly counts: readonly number[];
  /** Drawn fainter. */
  readonly isFaint?: boolean;
}

/** Counts as columns. The numbers are in a table below them, for those who do not see them. */
export function Columns(props: {
  readonly name: string;
  /** Of what the columns are: `Similarity`. */
  readonly by: string;
  readonly parts: readonly { readonly name: string; readonly tone: string }[];
  readonly columns: readonly ColumnOfParts[];
  /** Every how many columns a label is shown. @default 1 */
  readonly labelEvery?: number;
  /** Lines over the columns, at a share of their width. */
  readonly marks?: readonly { readonly at: number; readonly class: string }[];
  /** Stands right below the columns. */
  readonly children?: ComponentChildren;
}): JSX.Element {
  const { columns, parts, labelEvery = 1, marks = [] } = props;
  const totals = columns.map(({ counts }) => counts.reduce((sum, count) => sum + count, 0));
  const most = Math.max(1, ...totals);
  return (
    <figure class="columns-figure">
      <figcaption class="legend" aria-hidden="true">
        {parts.map(({ name, tone }) => (
          <span key={name} class={`key ${tone}`}>
            {name}
          </span>
        ))}
        <span class="faint most">highest: {whole(most)}</span>
      </figcaption>
      <div
        class="columns"
        role="img"
        aria-label={`${props.name}. The numbers are in the table below.`}
      >
        {columns.map(({ label, counts, isFaint }, at) => (
          <div key={label} class={isFaint ? "column faintly" : "column"} title={titleOf(props, at)}>
            <div class="stack">
              {counts.map((count, part) => (
                <span
                  key={parts[part]?.name}
                  class={parts[part]?.tone}
                  style={{ height: `${(100 * count) / most}%` }}
                />
              ))}
            </div>
            <span class="column-label">{at % labelEvery === 0 ? label : ""}</span>
          </div>
        ))}
        <div class="marks-over" aria-hidden="true">
          {marks.map(({ at, class: name }) => (
            <span key={name} class={name} style={{ left: `${100 * at}%` }} />
          ))}
        </div>
      </div>
      {props.children}
      <NumbersOf {...props} />
    </figure>
  );
}

type Props = Parameters<typeof Columns>[0];

function titleOf({ columns, parts }: Props, at: number): string {
  const { label = "", counts = [] } = columns[at] ?? {};
  const said = parts.map(({ name }, part) => `${name}: ${whole(counts[part] ?? 0)}`);
  return [label, ...said].join("\n");
}

function NumbersOf({ name, by, columns, parts }: Props): JSX.Element {
  const filled = columns.filter(({ counts }) => counts.some((count) => count > 0));
  return (
    <details class="numbers">
      <summary>Numbers</summary>
      <table>
        <caption class="hidden">
          {name}: {counted(filled.length, "row")}
        </caption>
        <thead>
          <tr>
            <th scope="col">{by}</th>
            {parts.map((part) => (
              <th key={part.name} scope="col" class="number">
                {part.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {filled.map(({ label, counts }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              {counts.map((count, part) => (
                <td key={parts[part]?.name} class="number">
                  {whole(count)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

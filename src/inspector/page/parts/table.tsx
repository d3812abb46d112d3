import type { ComponentChildren, JSX } from "preact";

/** A column of a table. */
export interface Column {
  readonly name: string;
  /** Numbers are to the right. */
  readonly isNumber?: boolean;
  /** `rare` goes first where the page is narrow. */
  readonly class?: string;
}

/** A table that scrolls by itself where it is wider than the page. */
export function Table(props: {
  /** Its name for a screen reader. */
  readonly label: string;
  readonly columns: readonly Column[];
  readonly class?: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <section
      class={`scroll ${props.class ?? ""}`}
      aria-label={`Table: ${props.label}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard (WCAG 2.1.1)
      tabIndex={0}
    >
      <table>
        <thead>
          <tr>
            {props.columns.map((column) => (
              <th key={column.name} scope="col" class={classOf(column)}>
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{props.children}</tbody>
      </table>
    </section>
  );
}

/** The classes of a cell in this column. */
export function classOf({ isNumber, class: name = "" }: Column): string {
  return isNumber ? `number ${name}` : name;
}

import type { ComponentChildren, JSX } from "preact";

/** Where there is nothing yet: says so, and how to get something. */
export function Empty(props: {
  readonly title: string;
  readonly children?: ComponentChildren;
}): JSX.Element {
  return (
    <div class="empty">
      <h3>{props.title}</h3>
      {props.children}
    </div>
  );
}

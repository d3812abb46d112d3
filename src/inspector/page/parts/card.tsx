import type { ComponentChildren, JSX } from "preact";
import { useId } from "preact/hooks";

/** A region of a view with a heading. */
export function Card(props: {
  readonly title: string;
  /** A sentence below the heading. */
  readonly about?: string | undefined;
  readonly class?: string;
  /** To the right of the heading. */
  readonly beside?: ComponentChildren;
  readonly children: ComponentChildren;
}): JSX.Element {
  const id = useId();
  return (
    <section class={`card ${props.class ?? ""}`} aria-labelledby={id}>
      <div class="card-head">
        <div>
          <h2 id={id}>{props.title}</h2>
          {props.about && <p class="faint">{props.about}</p>}
        </div>
        {props.beside}
      </div>
      {props.children}
    </section>
  );
}

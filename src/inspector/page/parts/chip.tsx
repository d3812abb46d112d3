import type { JSX } from "preact";

/** What became of a request, or of something else. */
export type Tone = "exact" | "semantic" | "miss" | "bypass" | "bad" | "other";

/** A verdict in a word; its colour only repeats it. */
export function Chip(props: {
  readonly tone: Tone;
  readonly text: string;
  readonly title?: string | undefined;
}): JSX.Element {
  return (
    <span class={`chip ${props.tone}`} title={props.title}>
      {props.text}
    </span>
  );
}

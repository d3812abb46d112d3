import type { JSX } from "preact";
import { cosine } from "../../../evaluate/format.ts";

const LEAST = 0.7;

/** A similarity as a number, with a bar for what is above 0.7: nothing below is of interest. */
export function Similarity({ value }: { readonly value: number | undefined }): JSX.Element {
  if (value === undefined) return <span class="faint">–</span>;
  return (
    <span class="similarity">
      <SimilarityBar value={value} />
      {cosine(Math.min(1, value))}
    </span>
  );
}

/** The bar alone. */
export function SimilarityBar({ value }: { readonly value: number }): JSX.Element {
  const share = Math.min(1, Math.max(0, (value - LEAST) / (1 - LEAST)));
  return (
    <span class="similarity-bar" aria-hidden="true">
      <span style={{ width: `${100 * share}%` }} />
    </span>
  );
}

import type { JSX } from "preact";
import type { GuardVerdict } from "../../../../observe/explain/explanation.ts";

/** What each guard says: those that speak against it with their words, the others in a line. */
export function GuardVerdicts({
  guards,
}: {
  readonly guards: readonly GuardVerdict[];
}): JSX.Element {
  const against = guards.filter(({ verdict }) => verdict !== "passes");
  const passing = guards.filter(({ verdict }) => verdict === "passes").map(({ name }) => name);
  return (
    <>
      {against.length > 0 && (
        <ul class="vetoes" aria-label="Guards that speak against it">
          {against.map((guard) => (
            <Against key={guard.name} guard={guard} />
          ))}
        </ul>
      )}
      {passing.length > 0 && (
        <details class="passing">
          <summary>
            {against.length === 0 ? "All" : "The other"} {passing.length} guards let it pass
          </summary>
          <p class="faint">{passing.join(", ")}</p>
        </details>
      )}
    </>
  );
}

function Against({ guard }: { readonly guard: GuardVerdict }): JSX.Element {
  const { name, verdict, reason, query = [], candidate = [] } = guard;
  return (
    <li>
      <b>{name}</b> {verdict === "failed" ? "failed" : "vetoes"}
      {reason && `: ${reason}`}
      <Words of="asked" words={query} />
      <Words of="stored" words={candidate} />
    </li>
  );
}

function Words(props: {
  readonly of: string;
  readonly words: readonly string[];
}): JSX.Element | null {
  if (props.words.length === 0) return null;
  return (
    <span class="words">
      {" "}
      <span class="faint">{props.of}</span>{" "}
      {props.words.map((word) => (
        <mark key={word}>{word}</mark>
      ))}
    </span>
  );
}

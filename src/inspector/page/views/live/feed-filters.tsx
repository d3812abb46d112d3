import type { JSX } from "preact";
import { whole } from "../../../../evaluate/format.ts";
import { SearchField } from "../../parts/search-field.tsx";
import type { Parameters } from "../../route.ts";
import { OUTCOMES, type Outcome, type Row } from "./row-of.ts";

const NAMES: Readonly<Record<Outcome, string>> = {
  exact: "Exact",
  semantic: "By meaning",
  miss: "Miss",
  bypass: "Bypass",
  other: "Writes and others",
};

/** Which outcomes are shown: all requests, where nothing else was said. */
function shown({ show }: Parameters): readonly string[] {
  return show === undefined ? OUTCOMES.filter((outcome) => outcome !== "other") : show.split(" ");
}

/** Whether a row is among those that were asked for. */
export function isWanted(row: Row, parameters: Parameters): boolean {
  const { text = "" } = parameters;
  if (!shown(parameters).includes(row.outcome)) return false;
  const words = text.trim().toLowerCase();
  const { verdict, why, model, namespace, entryId = "" } = row;
  return (
    words === "" ||
    [verdict, why, model, namespace, entryId].join(" ").toLowerCase().includes(words)
  );
}

/** Buttons for outcomes with how many there are, and a field for text. */
export function FeedFilters(props: {
  readonly rows: readonly Row[];
  readonly parameters: Parameters;
  readonly onChange: (parameters: Parameters) => void;
}): JSX.Element {
  const { rows, parameters, onChange } = props;
  const current = shown(parameters);
  const toggle = (outcome: Outcome): void => {
    const next = OUTCOMES.filter((one) => (one === outcome) !== current.includes(one));
    onChange({ ...parameters, show: next.join(" ") || "none" });
  };
  return (
    <div class="toolbar">
      <fieldset class="toggles">
        <legend class="hidden">Outcomes that are shown</legend>
        {OUTCOMES.map((outcome) => (
          <button
            key={outcome}
            type="button"
            class={`toggle ${outcome}`}
            aria-pressed={current.includes(outcome)}
            onClick={() => toggle(outcome)}
          >
            {NAMES[outcome]}{" "}
            <span class="count">{whole(rows.filter((row) => row.outcome === outcome).length)}</span>
          </button>
        ))}
      </fieldset>
      <SearchField
        label="Filter"
        hint="reason, model, namespace…"
        value={parameters.text ?? ""}
        onChange={(text) => onChange({ ...parameters, text })}
      />
    </div>
  );
}

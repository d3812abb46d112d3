import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useInspection } from "../../inspection.ts";
import { SelectField } from "../../parts/select-field.tsx";
import type { Parameters } from "../../route.ts";

/** A question to look for, and where. */
export function NeighbourForm(props: {
  readonly parameters: Parameters;
  readonly onAsk: (parameters: Parameters) => void;
}): JSX.Element {
  const { parameters, onAsk } = props;
  const { overview } = useInspection();
  const [text, setText] = useState(parameters.text ?? "");
  useEffect(() => setText(parameters.text ?? ""), [parameters.text]);

  function submit(event: Event): void {
    event.preventDefault();
    onAsk({ ...parameters, text: text.trim() });
  }

  return (
    <form class="toolbar ask" onSubmit={submit}>
      <div class="field grow">
        <label for="asked">Question</label>
        <input
          id="asked"
          type="text"
          value={text}
          maxLength={2_000}
          placeholder="How do I change my password?"
          autocomplete="off"
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
      </div>
      {!parameters.entry && (
        <SelectField
          label="Namespace"
          all="all"
          names={overview.namespaces.flatMap(({ name }) => name || [])}
          value={parameters.namespace ?? ""}
          onChange={(namespace) => onAsk({ ...parameters, text, namespace })}
        />
      )}
      <button type="submit" class="primary" disabled={text.trim() === ""}>
        Find neighbours
      </button>
    </form>
  );
}

import type { JSX } from "preact";
import { useInspection } from "../../inspection.ts";
import { SearchField } from "../../parts/search-field.tsx";
import { SelectField } from "../../parts/select-field.tsx";
import type { Parameters } from "../../route.ts";

/** What narrows the list. */
export function EntryFilters(props: {
  readonly parameters: Parameters;
  readonly onChange: (parameters: Parameters) => void;
}): JSX.Element {
  const { parameters, onChange } = props;
  const { overview } = useInspection();
  const change = (name: string) => (value: string) => onChange({ ...parameters, [name]: value });
  return (
    <search class="toolbar">
      {overview.texts && (
        <SearchField
          label="Search"
          hint="in questions and answers"
          value={parameters.search ?? ""}
          onChange={change("search")}
        />
      )}
      <SelectField
        label="Namespace"
        all="all"
        names={overview.namespaces.flatMap(({ name }) => name || [])}
        value={parameters.namespace ?? ""}
        onChange={change("namespace")}
      />
      <SelectField
        label="Model"
        all="all"
        names={Object.keys(overview.stats.byModel)}
        value={parameters.model ?? ""}
        onChange={change("model")}
      />
      <SearchField
        label="Tag"
        hint="the whole tag"
        value={parameters.tag ?? ""}
        onChange={change("tag")}
      />
    </search>
  );
}

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useInspection } from "../inspection.ts";

/** The stored question of an entry, once it is known; its name until then, and where texts are hidden. */
export function Question({ entryId }: { readonly entryId: string }): JSX.Element {
  const { overview, questions } = useInspection();
  const [query, setQuery] = useState<string>();
  useEffect(() => {
    let isHere = true;
    setQuery(undefined);
    if (overview.texts) {
      void questions.of(entryId).then((known) => isHere && setQuery(known));
    }
    return () => {
      isHere = false;
    };
  }, [entryId, overview.texts, questions]);
  return query === undefined ? <EntryName entryId={entryId} /> : <span title={query}>{query}</span>;
}

/** An entry by the beginning of its key, where its question cannot be shown. */
export function EntryName({ entryId }: { readonly entryId: string }): JSX.Element {
  const [, key = entryId] = entryId.split(".");
  return (
    <code class="entry-name" title={entryId}>
      {key.slice(0, 10)}
    </code>
  );
}

import { useCallback, useEffect, useState } from "preact/hooks";
import type { EntryPage } from "../../../contract.ts";
import type { Parameters } from "../../route.ts";
import { ask, type ServerProblem, urlOf } from "../../server/ask.ts";
import { toProblem, useAnswer } from "../../server/use-answer.ts";

/** A list of entries that grows by pages. */
export interface EntryListState {
  readonly pages: readonly EntryPage[];
  readonly isLoading: boolean;
  readonly problem?: ServerProblem | undefined;
  /** Asks for the next page. */
  readonly more: () => void;
  /** Begins anew, from the first page. */
  readonly again: () => void;
}

/** Entries of a filter: `search`, `namespace`, `model`, `tag`. */
export function useEntries(filter: Parameters): EntryListState {
  const { search, namespace, model, tag } = filter;
  const url = urlOf("entries", { search, namespace, model, tag });
  const { answer: first, problem, isLoading, again } = useAnswer<EntryPage>(url);
  const [rest, setRest] = useState<readonly EntryPage[]>([]);
  const [failure, setFailure] = useState<ServerProblem>();
  useEffect(() => {
    setRest([]);
    setFailure(undefined);
  }, [first]);

  const pages = first ? [first, ...rest] : [];
  const after = pages.at(-1)?.next;
  const more = useCallback(() => {
    const next = urlOf("entries", { search, namespace, model, tag, after });
    ask<EntryPage>(next).then(
      (page) => setRest((before) => [...before, page]),
      (error: unknown) => setFailure(toProblem(error)),
    );
  }, [search, namespace, model, tag, after]);

  return { pages, isLoading, problem: problem ?? failure, more, again };
}

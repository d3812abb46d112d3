import { useCallback, useEffect, useState } from "preact/hooks";
import { ask, ServerProblem } from "./ask.ts";

/** What is known of an answer. A former answer to the same question stays while a new one is on its way. */
export interface Asked<Answer> {
  readonly answer?: Answer | undefined;
  readonly problem?: ServerProblem | undefined;
  readonly isLoading: boolean;
  /** Asks again. */
  readonly again: () => void;
}

interface State<Answer> {
  readonly url: string | undefined;
  readonly answer?: Answer | undefined;
  readonly problem?: ServerProblem | undefined;
  readonly isLoading: boolean;
}

/** Asks the server for `url`, and anew whenever it changes; asks nothing without one. */
export function useAnswer<Answer>(url: string | undefined): Asked<Answer> {
  const [state, setState] = useState<State<Answer>>({ url, isLoading: url !== undefined });
  const [round, setRound] = useState(0);
  const again = useCallback(() => setRound((count) => count + 1), []);

  // A new round asks the same again
  useEffect(() => {
    if (url === undefined) return setState({ url, isLoading: false });
    const controller = new AbortController();
    setState((before) =>
      before.url === url ? { ...before, isLoading: true } : { url, isLoading: true },
    );
    ask<Answer>(url, controller.signal).then(
      (answer) => setState({ url, answer, isLoading: false }),
      (problem: unknown) => {
        if (controller.signal.aborted) return;
        setState((before) => ({ ...before, problem: toProblem(problem), isLoading: false }));
      },
    );
    return () => controller.abort();
  }, [url, round]);

  return state.url === url ? { ...state, again } : { isLoading: url !== undefined, again };
}

/** Anything that was thrown, as something to show. */
export function toProblem(error: unknown): ServerProblem {
  return error instanceof ServerProblem
    ? error
    : new ServerProblem(0, "The server's answer cannot be read.");
}

import type { JSX } from "preact";
import type { ServerProblem } from "../server/ask.ts";

interface Props {
  readonly problem: ServerProblem;
  readonly onAgain: () => void;
}

/** The server is away: what is shown is old, and will be new again by itself. */
export function Away({ problem, onAgain }: Props): JSX.Element {
  return (
    <div class="away" role="alert">
      <p>
        <strong>{problem.message}</strong> What you see is from before. Trying again every five
        seconds.
      </p>
      <button type="button" onClick={onAgain}>
        Try now
      </button>
    </div>
  );
}

/** Before the first answer. */
export function Opening(props: {
  readonly problem: ServerProblem | undefined;
  readonly onAgain: () => void;
}): JSX.Element {
  const { problem, onAgain } = props;
  if (problem) {
    return (
      <div class="empty" role="alert">
        <h2>{problem.message}</h2>
        <p>
          {problem.status === 0 && "Is the application that mounts this inspector running? "}
          Trying again every five seconds.
        </p>
        <button type="button" onClick={onAgain}>
          Try now
        </button>
      </div>
    );
  }
  return (
    <p class="empty" role="status">
      Opening the cache…
    </p>
  );
}

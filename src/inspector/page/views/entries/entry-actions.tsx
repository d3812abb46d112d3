import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { InspectorActions, InspectorResults, ShownEntry } from "../../../contract.ts";
import { useInspection } from "../../inspection.ts";
import { ConfirmDialog } from "../../parts/dialog.tsx";
import { act } from "../../server/ask.ts";
import { toProblem } from "../../server/use-answer.ts";

type Asking = "delete" | "wrong";

/** Pin, mark as wrong, delete. What takes an answer away is asked about first. */
export function EntryActions(props: {
  readonly entry: ShownEntry;
  readonly onChanged: (isGone: boolean) => void;
}): JSX.Element {
  const { entryId, pinned, quarantinedAt } = props.entry;
  const [asking, setAsking] = useState<Asking>();
  const { run, isBusy } = useAction(props.onChanged);
  const isWrong = quarantinedAt !== undefined;

  const pin = (): void =>
    run("pin", { entryId, pinned: !pinned }, pinned ? "No longer pinned." : "Pinned.");
  const judge = (correct: boolean): void => {
    setAsking(undefined);
    run("feedback", { entryId, correct }, correct ? "Served again." : "Marked as wrong.");
  };
  const remove = (): void => {
    setAsking(undefined);
    run("delete", { entryId }, "Deleted.");
  };

  return (
    <>
      <button type="button" disabled={isBusy} onClick={pin}>
        {pinned ? "Unpin" : "Pin"}
      </button>
      <button
        type="button"
        disabled={isBusy}
        onClick={() => (isWrong ? judge(true) : setAsking("wrong"))}
      >
        {isWrong ? "Not wrong" : "Mark as wrong"}
      </button>
      <button type="button" class="danger" disabled={isBusy} onClick={() => setAsking("delete")}>
        Delete
      </button>
      {asking && (
        <Confirm
          asking={asking}
          onConfirm={() => (asking === "delete" ? remove() : judge(false))}
          onClose={() => setAsking(undefined)}
        />
      )}
    </>
  );
}

function Confirm(props: {
  readonly asking: Asking;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}): JSX.Element {
  const isDelete = props.asking === "delete";
  return (
    <ConfirmDialog
      title={isDelete ? "Delete this entry?" : "Mark this answer as wrong?"}
      doIt={isDelete ? "Delete" : "Mark as wrong"}
      onConfirm={props.onConfirm}
      onClose={props.onClose}
    >
      <p>
        {isDelete
          ? "The next one who asks its question is answered by the model. This cannot be undone."
          : "It is served to nobody from now on. The next one who asks its question gets a fresh answer, which takes its place."}
      </p>
    </ConfirmDialog>
  );
}

/** Has the server do something, and says how it went. */
function useAction(onChanged: (isGone: boolean) => void): {
  readonly isBusy: boolean;
  run<Name extends "pin" | "feedback" | "delete">(
    name: Name,
    body: InspectorActions[Name],
    done: string,
  ): void;
} {
  const { announce } = useInspection();
  const [isBusy, setBusy] = useState(false);
  return {
    isBusy,
    run(name, body, done) {
      setBusy(true);
      act(name, body)
        .then((result: InspectorResults[typeof name]) => {
          const wasThere = "found" in result ? result.found : result.entries > 0;
          announce(wasThere ? done : "The entry is not there any more.");
          onChanged(name === "delete" || !wasThere);
        })
        .catch((error: unknown) => announce(toProblem(error).message))
        .finally(() => setBusy(false));
    },
  };
}

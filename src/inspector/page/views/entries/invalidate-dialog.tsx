import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { counted, whole } from "../../../../evaluate/format.ts";
import { useInspection } from "../../inspection.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { act } from "../../server/ask.ts";
import { toProblem } from "../../server/use-answer.ts";

/** Removes all entries with a tag; how many that are is counted first. */
export function InvalidateDialog(props: {
  readonly onChanged: () => void;
  readonly onClose: () => void;
}): JSX.Element {
  const { announce } = useInspection();
  const [tag, setTag] = useState("");
  const [found, setFound] = useState<{ readonly tag: string; readonly entries: number }>();
  const count = found?.tag === tag ? found.entries : undefined; // an answer may come late
  const [problem, setProblem] = useState<string>();
  const fail = (error: unknown): void => setProblem(toProblem(error).message);

  function submit(event: Event): void {
    event.preventDefault();
    setProblem(undefined);
    if (count === undefined) {
      act("invalidate", { tag, dryRun: true }).then(
        ({ entries }) => setFound({ tag, entries }),
        fail,
      );
    } else {
      act("invalidate", { tag }).then(({ entries }) => {
        announce(`${entriesText(entries)} with the tag ${tag} removed.`);
        props.onChanged();
        props.onClose();
      }, fail);
    }
  }

  return (
    <Dialog title="Invalidate by tag" onClose={props.onClose}>
      <form onSubmit={submit}>
        <p>Removes every answer that was stored with a tag. First it is only counted.</p>
        <div class="field">
          <label for="tag">Tag</label>
          <input
            id="tag"
            type="text"
            value={tag}
            required
            autocomplete="off"
            onInput={({ currentTarget }) => setTag(currentTarget.value)}
          />
        </div>
        <p role="status">{problem ?? countSentence(tag, count)}</p>
        <div class="actions">
          <button type="button" onClick={props.onClose}>
            Cancel
          </button>
          <button type="submit" class={count ? "danger" : ""} disabled={tag === "" || count === 0}>
            {count ? `Remove ${entriesText(count)}` : "Count"}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function entriesText(count: number): string {
  return count === 1 ? counted(1, "entry") : `${whole(count)} entries`;
}

function countSentence(tag: string, count: number | undefined): string {
  if (count === undefined) return "";
  if (count === 0) return `No entry has the tag ${tag}.`;
  return `${entriesText(count)} would be removed. This cannot be undone.`;
}

import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { EntryAnswer, ShownEntry } from "../../../contract.ts";
import { useInspection } from "../../inspection.ts";
import { Icon } from "../../parts/icon.tsx";
import { EntryName } from "../../parts/question.tsx";
import { hrefTo } from "../../route.ts";
import { urlOf } from "../../server/ask.ts";
import { useAnswer } from "../../server/use-answer.ts";
import { EntryActions } from "./entry-actions.tsx";
import { EntryFacts } from "./entry-facts.tsx";
import { Marks } from "./entry-marks.tsx";

/** One entry in full, beside the list. */
export function EntryDetail(props: {
  readonly entryId: string;
  readonly onChanged: () => void;
  readonly onClose: () => void;
}): JSX.Element {
  const { entryId, onChanged, onClose } = props;
  const { answer, problem, again } = useAnswer<EntryAnswer>(urlOf("entry", { entryId }));
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  const changed = (isGone: boolean): void => {
    onChanged();
    if (isGone) onClose();
    else again();
  };
  return (
    <section class="card detail" aria-labelledby="entry-heading">
      <div class="card-head">
        <h2 id="entry-heading" ref={heading} tabIndex={-1}>
          Entry <EntryName entryId={entryId} />
        </h2>
        <button type="button" class="quiet" onClick={onClose}>
          <Icon name="close" />
          <span class="hidden">Close this entry</span>
        </button>
      </div>
      {problem && (
        <p class="note bad" role="alert">
          {problem.message}
        </p>
      )}
      {answer && !problem && <Shown entry={answer.entry} onChanged={changed} />}
    </section>
  );
}

function Shown(props: {
  readonly entry: ShownEntry;
  readonly onChanged: (isGone: boolean) => void;
}): JSX.Element {
  const { entry, onChanged } = props;
  const { overview } = useInspection();
  return (
    <>
      <p class="marks">
        <Marks entry={entry} />
      </p>
      {entry.query !== undefined && <blockquote class="asked">{entry.query}</blockquote>}
      {entry.answer !== undefined && <div class="answer">{entry.answer}</div>}
      <div class="actions">
        <a class="button" href={hrefTo("neighbours", { entry: entry.entryId })}>
          Neighbours
        </a>
        {!overview.readOnly && <EntryActions entry={entry} onChanged={onChanged} />}
      </div>
      <EntryFacts entry={entry} />
    </>
  );
}

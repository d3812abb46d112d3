import type { JSX } from "preact";
import type { NeighbourList } from "../../../contract.ts";
import { useInspection } from "../../inspection.ts";
import { Card } from "../../parts/card.tsx";
import { Empty } from "../../parts/empty.tsx";
import { Question } from "../../parts/question.tsx";
import { go, hrefTo, type Parameters } from "../../route.ts";
import { urlOf } from "../../server/ask.ts";
import { type Asked, useAnswer } from "../../server/use-answer.ts";
import { NeighbourCard } from "./neighbour-card.tsx";
import { NeighbourForm } from "./neighbour-form.tsx";

/** The stored questions nearest to a text or to an entry, and what guards and policy say of each. */
export function NeighboursView({ parameters }: { readonly parameters: Parameters }): JSX.Element {
  const { overview } = useInspection();
  const { text, entry: entryId, namespace } = parameters;
  const isAsked = Boolean(text || entryId);
  const asked = useAnswer<NeighbourList>(
    isAsked ? urlOf("neighbours", { text, entryId, namespace }) : undefined,
  );

  return (
    <Card
      title="Neighbours"
      about="The stored questions nearest to yours, and whether each would answer it. Nothing is served or stored; a verifier is not asked."
    >
      {overview.texts ? (
        <NeighbourForm parameters={parameters} onAsk={(next) => go("neighbours", next)} />
      ) : (
        <p class="note">Texts are hidden here, so neighbours are found from an entry only.</p>
      )}
      {entryId && <Scope entryId={entryId} parameters={parameters} />}
      {isAsked ? <Results asked={asked} /> : <NothingAsked />}
    </Card>
  );
}

function Scope(props: { readonly entryId: string; readonly parameters: Parameters }): JSX.Element {
  const { entryId, parameters } = props;
  const { entry: _entry, ...elsewhere } = parameters;
  return (
    <p class="scope">
      {parameters.text ? "Within the scope of " : "Near "}
      <a href={hrefTo("entries", { entry: entryId })}>
        <Question entryId={entryId} />
      </a>
      {parameters.text && (
        <>
          {" · "}
          <a href={hrefTo("neighbours", elsewhere)}>look in every scope</a>
        </>
      )}
    </p>
  );
}

function Results({ asked }: { readonly asked: Asked<NeighbourList> }): JSX.Element {
  const { answer, problem, isLoading } = asked;
  if (problem) {
    return (
      <p class="note bad" role="alert">
        {problem.message}
      </p>
    );
  }
  if (!answer) return <p class="empty">{isLoading ? "Looking around…" : ""}</p>;
  const { neighbours } = answer;
  return (
    <>
      <p class="hidden" role="status">
        {neighbours.length} neighbours found
      </p>
      {neighbours.length === 0 ? (
        <Empty title="Nothing is near">
          <p>
            No other question is stored there, or it cannot be compared by meaning. Questions of
            other scopes (another model, other instructions) are never compared with each other.
          </p>
        </Empty>
      ) : (
        <ol class="neighbours">
          {neighbours.map((neighbour) => (
            <NeighbourCard key={neighbour.entryId} neighbour={neighbour} />
          ))}
        </ol>
      )}
    </>
  );
}

function NothingAsked(): JSX.Element {
  return (
    <Empty title="What would this be answered by?">
      <p>
        Type a question as a user would, or come here from an entry or from a line of the live feed.
      </p>
    </Empty>
  );
}

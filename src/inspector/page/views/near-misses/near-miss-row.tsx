import type { JSX } from "preact";
import { whole } from "../../../../evaluate/format.ts";
import type { NearMiss } from "../../../contract.ts";
import { dateText, whenText } from "../../format.ts";
import { EntryName } from "../../parts/question.tsx";
import { Similarity } from "../../parts/similarity.tsx";
import { hrefTo } from "../../route.ts";
import { reasonName, reasonSentence } from "../../words.ts";

/** One question that missed. */
export function NearMissRow({ nearMiss }: { readonly nearMiss: NearMiss }): JSX.Element {
  const { entryId, query, times, similarity, reason, vetoedBy, at } = nearMiss;
  const why = [reasonName("miss", reason), vetoedBy.join(", ")].filter(Boolean).join(": ");
  return (
    <tr class="linked">
      <td class="text">
        <a href={hrefTo("neighbours", { entry: entryId })}>
          {query ?? <EntryName entryId={entryId} />}
        </a>
      </td>
      <td class="number">{whole(times)} ×</td>
      <td class="number">
        <Similarity value={similarity} />
      </td>
      <td class="text faint">
        <Nearest nearMiss={nearMiss} />
      </td>
      <td class="why" title={reasonSentence("miss", reason)}>
        {why}
      </td>
      <td class="number rare" title={dateText(at)}>
        {whenText(at)}
      </td>
    </tr>
  );
}

function Nearest({ nearMiss }: { readonly nearMiss: NearMiss }): JSX.Element {
  const { nearest, nearestQuery } = nearMiss;
  if (nearestQuery !== undefined) return <span title={nearestQuery}>{nearestQuery}</span>;
  return nearest ? <EntryName entryId={nearest} /> : <span>nothing was near</span>;
}

import type { JSX } from "preact";
import { percent, whole } from "../../../../evaluate/format.ts";
import type { Overview } from "../../../contract.ts";
import { Card } from "../../parts/card.tsx";
import { Table } from "../../parts/table.tsx";
import { hrefTo } from "../../route.ts";

/** The parts of the cache, the largest first. */
export function NamespaceCard({ overview }: { readonly overview: Overview }): JSX.Element {
  const namespaces = overview.namespaces.toSorted(
    (one, other) => (other.entries ?? 0) - (one.entries ?? 0),
  );
  return (
    <Card title="Namespaces">
      {namespaces.length === 0 ? (
        <p class="faint">None was used so far.</p>
      ) : (
        <Table
          label="Namespaces"
          columns={[
            { name: "Name" },
            { name: "Entries", isNumber: true },
            { name: "Requests", isNumber: true },
            { name: "Hit rate", isNumber: true },
          ]}
        >
          {namespaces.map(({ name, entries, requests, hitRate }) => (
            <tr key={name}>
              <th scope="row">
                {name === "" ? (
                  "without"
                ) : (
                  <a href={hrefTo("entries", { namespace: name })}>{name}</a>
                )}
              </th>
              <td class="number">{entries === undefined ? "–" : whole(entries)}</td>
              <td class="number">{whole(requests)}</td>
              <td class="number">{wasLookedUp(overview, name) ? percent(hitRate) : "–"}</td>
            </tr>
          ))}
        </Table>
      )}
    </Card>
  );
}

/** Bypasses have no hit rate. */
function wasLookedUp({ stats }: Overview, namespace: string): boolean {
  const { hits, misses } = stats.byNamespace[namespace] ?? {};
  return Boolean(hits && hits.exact + hits.semantic > 0) || Object.keys(misses ?? {}).length > 0;
}

import type { Finding } from "../findings.ts";
import { cosine, whole } from "../format.ts";
import { reasonSentence } from "../sentences.ts";
import { type Html, html } from "./html.ts";
import { markDifferences } from "./mark-differences.ts";

/** Lookups that went wrong, with a box to search them. */
export function findingsSection(id: string, title: string, findings: readonly Finding[]): Html {
  if (findings.length === 0) {
    return html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2><p>None.</p></section>`;
  }
  return html`<section aria-labelledby="${id}" class="findings"><h2 id="${id}">${title}</h2>
<p class="search"><label for="${id}-search">Search</label> <input type="search" id="${id}-search"> <span class="faint" role="status">${whole(findings.length)} shown, the most similar first</span></p>
<div class="scroll" tabindex="0" role="region" aria-labelledby="${id}"><table>
<thead><tr><th scope="col" class="number">Similarity</th><th scope="col">Asked, and the stored question</th><th scope="col">Why</th><th scope="col">Category</th><th scope="col">Row</th></tr></thead>
<tbody>${findings.map(row)}</tbody></table></div></section>`;
}

function row(finding: Finding): Html {
  const { asked, stored, similarity, category, id } = finding;
  const [left, right] = markDifferences(asked, stored);
  const storedLine = right ? html`<div class="stored">${right}</div>` : "";
  return html`<tr><td class="number">${cosine(similarity)}</td><td class="questions"><div>${left}</div>${storedLine}</td><td>${reasonSentence(finding)}</td><td>${category ?? ""}</td><td class="faint id">${id}</td></tr>
`;
}

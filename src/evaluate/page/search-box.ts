/** Makes the search box of a table hide the rows that do not hold its text. */
export function searchBox(section: Element): void {
  const input = section.querySelector<HTMLInputElement>("input[type=search]");
  const status = section.querySelector("[role=status]");
  const rows = [...section.querySelectorAll<HTMLTableRowElement>("tbody tr")];
  input?.addEventListener("input", () => {
    const wanted = input.value.trim().toLowerCase();
    for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
    const shown = rows.filter(({ hidden }) => !hidden).length;
    if (status) status.textContent = `${shown} of ${rows.length} shown`;
  });
}

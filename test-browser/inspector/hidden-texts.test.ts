import { expect, test } from "vitest";
import { memoryStore } from "../../src/index.ts";
import { encryptedStore } from "../../src/stores/encrypted/index.ts";
import { describeInspector } from "./inspect.ts";

/** Words of questions and answers of the traffic, and nowhere else on the page. */
const CANARIES = ["subscription", "Norway", "10274", "carrier", "invoice", "Reset password"];
/** Views, and what is there when they have what they asked for. */
const SETTLED: Readonly<Record<string, string>> = {
  overview: ".tile",
  live: ".feed .entry-name",
  "threshold?at=0.99": ".what-if",
  neighbours: ".note",
  entries: "tbody .entry-name",
  "near-misses": "tbody .entry-name",
};

describeInspector("where texts are hidden", ({ open }) => {
  const keys = [{ id: "2026", secret: "only for this test, thirty-two characters" }];
  const encrypted = encryptedStore({ store: memoryStore(), keys });

  test.each([
    ["by the option", { texts: false, readOnly: false }],
    ["by the store", { cache: { store: encrypted } }],
  ])("no view shows a word of them: %s", async (_how, options) => {
    const { page, desk } = await open("overview", options);
    const seen: string[] = [];

    for (const view of Object.keys(SETTLED)) {
      await page.goto(`${desk.url}#${view}`);
      await page
        .locator(SETTLED[view] ?? ".card")
        .first()
        .waitFor();
      seen.push(await page.content());
    }

    for (const canary of CANARIES) expect(seen.join()).not.toContain(canary);
    expect(seen.every((content) => content.includes("texts hidden"))).toBe(true);
  });

  test("entries have their ids, and the page says why", async () => {
    const { page } = await open("entries", { texts: false });

    await page.getByText("started with texts: false").waitFor();

    expect(await page.locator("tbody .entry-name").count()).toBe(15);
    expect(await page.getByLabel("Search").count()).toBe(0);
  });

  test("neighbours are found from an entry, without the words of guards", async () => {
    const { page } = await open("entries", { texts: false });

    await page.locator("tbody a").first().click();
    await page.getByRole("link", { name: "Neighbours", exact: true }).click();

    await page.locator(".neighbour").first().waitFor();
    expect(await page.locator(".neighbour mark").count()).toBe(0);
  });
});

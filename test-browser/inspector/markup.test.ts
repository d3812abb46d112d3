import { expect, test } from "vitest";
import { describeInspector } from "./inspect.ts";

/** What would show that somebody's text was taken for markup, or for a script. */
const MARKUP = `<img src=x onerror="window.owned=1">"'></title><script>window.owned=1</script>`;
const VIEWS = [
  "overview",
  "live",
  "threshold?at=0.99",
  "neighbours?text=x",
  "entries",
  "near-misses",
];

describeInspector("texts that look like markup", ({ open, browser }) => {
  test("are texts in every view: questions, answers, namespaces, tags, the title", async () => {
    const named = { namespace: MARKUP, tags: [MARKUP] };
    const { page, desk } = await open("overview", { title: MARKUP, readOnly: false, requests: 0 });
    for (const prompt of [`Is ${MARKUP} safe?`, `Is ${MARKUP} safe?`, `Is ${MARKUP} unsafe?`]) {
      await desk.ask({ prompt, ...named });
    }

    for (const view of [...VIEWS, `entries?tag=${encodeURIComponent(MARKUP)}`]) {
      await page.goto(`${desk.url}#${view}`);
      await page.locator("main .card, main table").first().waitFor();
      expect([view, await page.locator("img, [onerror]").count()]).toEqual([view, 0]);
    }
    await page.goto(`${desk.url}#entries`);
    await page.locator("tbody a").first().click();
    await page.getByText("window.owned=1").first().waitFor();

    expect(await page.evaluate("window.owned")).toBeUndefined();
    expect(browser.problems()).toEqual([]);
  });
});

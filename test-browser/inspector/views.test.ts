import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { describeInspector, rowsOf, textOf, textsOf } from "./inspect.ts";

describeInspector("what the inspector shows", ({ browser, open }) => {
  test("the overview counts the hour: hit rate, savings, reasons, namespaces", async () => {
    const { page } = await open("overview");

    const tiles = await textsOf(page.locator(".tile"));

    expect(tiles[0]).toMatch(/^Hit rate 53\.1 %/);
    expect(tiles[1]).toMatch(/^Requests 34 5 exact, 12 by meaning/);
    expect(tiles[2]).toMatch(/^Tokens saved 9\.9k/);
    expect(await card(page, "Misses by reason")).toMatch(/nothing near 9 .*vetoed 3/);
    expect(await card(page, "Bypasses by reason")).toMatch(/rule 1 .*no-store 1/);
    expect(await card(page, "Guards that vetoed")).toContain("negation");
    expect(await textsOf(rowsOf(page, "Namespaces"))).toContain("support 10 21 52.4 %");
  });

  test("every chart has its numbers as a table, too", async () => {
    const { page } = await open("overview");

    await page.locator(".timeline summary").click();
    const stretches = await textsOf(page.locator(".timeline tbody tr"));

    expect(stretches.length).toBeGreaterThan(20);
    expect(stretches[0]).toMatch(/^\d\d:\d\d:\d\d 0 0 1 0 0\.0 % 0/);
    await page.locator(".latency summary").click();
    expect((await textsOf(page.locator(".latency .numbers tbody tr"))).length).toBeGreaterThan(2);
  });

  test("measured wrong hits are shown with their interval", async () => {
    const audited = { audit: { rate: 1 }, compare: () => true };
    const { page } = await open("overview", { cache: audited });

    const wrongHits = await card(page, "Wrong hits");

    expect(wrongHits).toMatch(/0\.0 % 0\.0 to 24\.3 %, 95 % interval/);
    expect(wrongHits).toContain("0 of 12 audited hits wrong.");
  });

  test("a miss is a line with its reason, its guard and its similarity", async () => {
    const { page } = await open("live?text=negation");

    const lines = await textsOf(rowsOf(page, "Requests, newest first"));

    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/miss How do I not cancel my subscription\? vetoed: negation/);
    expect(lines[0]).toContain("0.976");
  });

  test("neighbours say which guard speaks against them, and by which words", async () => {
    const { page } = await open("neighbours");

    await page.getByLabel("Question").fill("Can I change the delivery address of order 99?");
    await page.keyboard.press("Enter");
    const [nearest] = await textsOf(page.locator(".neighbour"));

    expect(nearest).toContain("Can I change the delivery address of order 1027");
    expect(nearest).toMatch(/numbers vetoes: different numbers/);
    expect(nearest).toMatch(/asked 99 stored 1027/);
  });

  test("a line of the feed leads to the neighbours of its question, in its scope", async () => {
    const { page } = await open("live?text=negation");

    await page.getByRole("link", { name: "How do I not cancel my subscription?" }).click();

    const [nearest] = await textsOf(page.locator(".neighbour"));
    expect(nearest).toContain("How do I cancel my subscription?");
    expect(await page.locator(".scope").innerText()).toContain("Near How do I not cancel");
  });

  test("near misses are listed with what was near", async () => {
    const { page } = await open("near-misses");

    const lines = await textsOf(rowsOf(page, "Near misses"));

    expect(lines.join()).toMatch(/order 10274\? 1 × 0\.944 .*order 10273/);
  });

  test("without a request every view says what to do", async () => {
    const { page } = await open("overview", { requests: 0 });
    const views = ["overview", "live", "threshold", "neighbours", "entries", "near-misses"];

    for (const view of views) {
      await page.locator(`#tab-${view}`).click();
      expect((await textsOf(page.locator(".empty h3")))[0]).not.toBe("");
    }
  });

  test("no view has had an error in the console, or a request that failed", () => {
    expect(browser.problems()).toEqual([]);
  });
});

async function card(page: Page, title: string): Promise<string> {
  return textOf(page.getByRole("region", { name: title, exact: true }).first());
}

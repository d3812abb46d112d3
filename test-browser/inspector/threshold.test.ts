import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { describeInspector, rowsOf, textsOf } from "./inspect.ts";

describeInspector("the threshold slider", ({ open }) => {
  test("says which hits a higher threshold would have lost", async () => {
    const { page } = await open("threshold");

    await moveTo(page, "0.93");

    expect(await sentence(page)).toMatch(/^At 0\.93, \d of these 12 hits would have been misses/);
    expect(await textsOf(rowsOf(page, "Lookups this concerns"))).toContainEqual(
      expect.stringMatching(/^hit → miss 0\.921 similar enough/),
    );
  });

  test("says which misses a lower one could have made hits, and which guards would still veto", async () => {
    const { page } = await open("threshold");

    await moveTo(page, "0.82");

    const said = await sentence(page);
    expect(said).toMatch(/2 misses could have been hits, unless a guard objects/);
    expect(said).toMatch(/3 more misses are that similar and would have stayed so/);
  });

  test("where nothing is moved, nothing would have changed", async () => {
    const { page } = await open("threshold");

    expect(await sentence(page)).toMatch(/^At 0\.85 nothing would have changed/);
  });

  test("its place is part of the address", async () => {
    const { page, desk } = await open("threshold");

    await page.goto(`${desk.url}#threshold?at=0.93`);

    expect(await page.getByRole("slider").inputValue()).toBe("0.93");
    expect(await sentence(page)).toMatch(/^At 0\.93/);
  });
});

async function moveTo(page: Page, value: string): Promise<void> {
  await page.getByRole("slider", { name: /Threshold/ }).fill(value);
}

async function sentence(page: Page): Promise<string> {
  return page.locator(".what-if").innerText();
}

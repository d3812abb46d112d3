import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { takeScreenshot } from "../support/take-screenshot.ts";
import { describeInspector } from "./inspect.ts";

const BUSY = { requests: 160, readOnly: false, width: 1_280, height: 880 } as const;

describeInspector("pictures for the documentation", ({ open }) => {
  test.each(["light", "dark"] as const)("the overview, %s", async (colorScheme) => {
    const { page } = await open("overview", { ...BUSY, colorScheme });
    await page.locator(".u-wrap").first().waitFor();

    await settle(page);

    expect(await takeScreenshot(page, `inspector-${colorScheme}.png`)).toMatch(/\.png$/);
  });

  test.each([
    ["live", "light", "live"],
    ["threshold", "dark", "threshold?at=0.93"],
    ["neighbours", "light", "neighbours?text=Can+I+change+the+address+of+order+10275%3F"],
    ["entries", "dark", "entries?search=password"],
  ] as const)("%s, %s", async (name, colorScheme, view) => {
    const { page } = await open(view, { ...BUSY, colorScheme });
    if (name === "entries") await page.locator("tbody a").first().click();

    await settle(page);

    expect(await takeScreenshot(page, `inspector-${name}.png`)).toMatch(/\.png$/);
  });
});

/** Waits until the lines are there, and the questions of their entries. */
async function settle(page: Page): Promise<void> {
  await page.locator("tbody tr, .neighbour").filter({ visible: true }).first().waitFor();
  await expect.poll(() => page.locator("tbody .entry-name").count()).toBe(0);
}

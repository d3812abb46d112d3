import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { describeInspector, rowsOf } from "./inspect.ts";

const VIEWS = [
  "overview",
  "live",
  "threshold?at=0.93",
  "neighbours?text=How+do+I+end+my+subscription%3F",
  "entries",
  "near-misses",
];

describeInspector("everybody can use the inspector", ({ open }) => {
  test.each(["light", "dark"] as const)(
    "the checker finds nothing wrong with any view, %s",
    async (scheme) => {
      const { page, desk } = await open("overview", { colorScheme: scheme, readOnly: false });

      for (const view of VIEWS) {
        await page.goto(`${desk.url}#${view}`);
        await page.locator(".card").first().waitFor();
        expect(await violationsOf(page), view).toEqual([]);
      }
    },
  );

  test("the checker finds nothing wrong with an entry and a dialog", async () => {
    const { page } = await open("entries", { readOnly: false });

    await rowsOf(page, "Entries, newest first").first().getByRole("link").click();
    await page.locator(".facts").waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.getByRole("button", { name: "Delete" }).click();

    expect(await violationsOf(page)).toEqual([]);
  });

  test("the checker does find what is wrong", async () => {
    const { page } = await open("overview");
    await page.locator("main").evaluate((main) => main.append(document.createElement("img")));

    expect(await violationsOf(page)).toHaveLength(1);
  });

  test("arrow keys go from tab to tab, and round", async () => {
    const { page } = await open("overview");

    await page.locator("#tab-overview").focus();
    await page.keyboard.press("ArrowRight");
    expect(await focused(page)).toBe("Live");
    await page.getByRole("tabpanel", { name: "Live" }).waitFor();
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");

    expect(await focused(page)).toBe("Near misses");
    await page.getByRole("tabpanel", { name: "Near misses" }).waitFor();
  });

  test("an entry is found, looked at and deleted by keyboard alone", async () => {
    const { page, desk } = await open("entries", { readOnly: false });
    const { entries } = await desk.cache.size();

    await tabTo(page, /^in questions and answers$/);
    await page.keyboard.type("norway?");
    await expect.poll(() => rowsOf(page, "Entries, newest first").count()).toBe(1);
    await tabTo(page, /^Do you ship to Norway\?$/);
    await page.keyboard.press("Enter");
    await page.locator(".facts").waitFor();
    await tabTo(page, /^Delete$/);
    await page.keyboard.press("Enter");
    await tabTo(page, /^Delete$/);
    await page.keyboard.press("Enter");

    await page.getByText("Deleted.").waitFor();
    expect((await desk.cache.size()).entries).toBe(entries - 1);
  });

  test("the first stop of the keyboard leads past the tabs", async () => {
    const { page } = await open("overview");

    await page.keyboard.press("Tab");
    expect(await focused(page)).toBe("Skip to the view");
    await page.keyboard.press("Enter");

    expect(await page.evaluate("document.activeElement.id")).toBe("panel-overview");
    expect(page.url()).toMatch(/#overview$/);
  });

  test("a dialog gives the focus back to what opened it", async () => {
    const { page } = await open("entries", { readOnly: false });

    await page.getByRole("button", { name: "Invalidate by tag" }).click();
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");

    await expect.poll(() => focused(page)).toBe("Invalidate by tag…");
  });

  test("nothing is wider than a telephone", async () => {
    const { page, desk } = await open("overview", { width: 360 });

    for (const view of VIEWS) {
      await page.goto(`${desk.url}#${view}`);
      await page.locator(".card").first().waitFor();
      expect(await page.evaluate("document.documentElement.scrollWidth"), view).toBe(360);
    }
  });

  test("who wants less motion gets none", async () => {
    const { page } = await open("overview");

    await page.emulateMedia({ reducedMotion: "reduce" });

    expect(await page.evaluate("document.getAnimations().length")).toBe(0);
  });
});

/** What axe-core finds wrong, contrast included. */
/** What IBM's accessibility engine says of a page; its own types do not reach its consumers. */
interface AccessibilityReport {
  readonly results: readonly {
    readonly ruleId: string;
    readonly value: readonly [level: string, outcome: string];
    readonly message: string;
    readonly snippet: string;
  }[];
}

async function violationsOf(page: Page): Promise<string[]> {
  const engine = new URL(import.meta.resolve("accessibility-checker-engine"));
  await page.evaluate(await readFile(engine, "utf8"));
  const { results } = await page.evaluate<AccessibilityReport>(
    "new ace.Checker().check(document, ['WCAG_2_2'])",
  );
  return results
    .filter(({ value: [level, outcome] }) => level === "VIOLATION" && outcome === "FAIL")
    .map(({ ruleId, snippet, message }) => `${ruleId}: ${message} ${snippet}`);
}

/** What the focus is on, in words. */
function focused(page: Page): Promise<string> {
  return page.evaluate(
    "((element) => (element.innerText || element.placeholder || '').trim())(document.activeElement)",
  );
}

/** Presses Tab until the focus is there. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let stop = 0; stop < 40; stop++) {
    await page.keyboard.press("Tab");
    if (name.test(await focused(page))) return;
  }
  throw new Error(`The keyboard does not reach ${name}.`);
}

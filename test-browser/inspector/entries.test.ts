import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { describeInspector, rowsOf, textsOf } from "./inspect.ts";

const LIST = "Entries, newest first";
const WRITABLE = { readOnly: false } as const;

describeInspector("entries", ({ browser, open }) => {
  test("a search finds them by question and by answer", async () => {
    const { page } = await open("entries");

    await page.getByLabel("Search").fill("CARRIER");

    await expect.poll(() => rowsOf(page, LIST).count()).toBe(2);
    expect((await textsOf(rowsOf(page, LIST)))[0]).toContain("order 10274");
  });

  test("a namespace and a tag narrow the list", async () => {
    const { page } = await open("entries");

    await page.getByLabel("Namespace").selectOption("billing");
    await expect.poll(() => rowsOf(page, LIST).count()).toBe(5);
    await page.getByLabel("Tag").fill("prices-1999");

    await page.getByText("Nothing fits").waitFor();
  });

  test("one is shown in full, with what was learned of it", async () => {
    const { page } = await open("entries?search=norway");

    await page.getByRole("link", { name: "Do you ship to Norway?", exact: true }).click();

    const shown = page.locator(".detail");
    await shown.getByText("We ship to every country of the European Union").first().waitFor();
    const detail = await shown.innerText();
    expect(detail).toMatch(/Learned\s+never compared with another question/);
    expect(detail).toMatch(/Expires\s+.*in 2\d h/);
  });

  test("a pinned one never expires, until it is unpinned", async () => {
    const { page } = await openEntry(open, "Do you ship to Norway?");

    await page.getByRole("button", { name: "Pin", exact: true }).click();
    await page.locator(".facts").getByText("never: pinned").first().waitFor();
    await page.getByRole("button", { name: "Unpin" }).click();

    await page.getByText("No longer pinned.").waitFor();
    await page.locator(".facts").getByText("never: pinned").first().waitFor({ state: "detached" });
  });

  test("deleting asks first, and a way out changes nothing", async () => {
    const { page, desk } = await openEntry(open, "Do you ship to Norway?");
    const { entries } = await desk.cache.size();

    await page.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect((await desk.cache.size()).entries).toBe(entries);
    await page.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();

    await page.getByText("Deleted.").waitFor();
    expect((await desk.cache.size()).entries).toBe(entries - 1);
  });

  test("an answer that is marked as wrong is served to nobody", async () => {
    const { page, desk } = await openEntry(open, "Do you ship to Norway?");

    await page.getByRole("button", { name: "Mark as wrong" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Mark as wrong" }).click();
    await page.locator(".detail").getByText("known wrong", { exact: true }).waitFor();
    await desk.ask({ prompt: "Do you ship to Norway?", namespace: "support" });

    expect(desk.cache.stats().misses.quarantined).toBe(1);
  });

  test("invalidating a tag counts first, and removes what it counted", async () => {
    const { page, desk } = await open("entries", WRITABLE);
    const { entries } = await desk.cache.size();

    await page.getByRole("button", { name: "Invalidate by tag" }).click();
    await page.getByRole("dialog").getByLabel("Tag").fill("prices-2026");
    await page.getByRole("button", { name: "Count" }).click();
    await page.getByText("5 entries would be removed.").waitFor();
    expect((await desk.cache.size()).entries).toBe(entries);
    await page.getByRole("button", { name: "Remove 5 entries" }).click();

    await page.getByText("5 entries with the tag prices-2026 removed.").waitFor();
    expect((await desk.cache.size()).entries).toBe(entries - 5);
  });

  test("a read-only inspector says so, and has nothing to act with", async () => {
    const { page } = await open("entries?search=norway");

    await page.getByRole("link", { name: "Do you ship to Norway?", exact: true }).click();
    await page.locator(".facts").waitFor();

    const names = await page.getByRole("button").allInnerTexts();
    expect(names.join()).not.toMatch(/Pin|Delete|wrong|Invalidate/);
    await page.getByText("read-only", { exact: true }).waitFor();
  });

  test("nothing of it has had an error in the console", () => {
    expect(browser.problems()).toEqual([]);
  });
});

type Open = Parameters<Parameters<typeof describeInspector>[1]>[0]["open"];

async function openEntry(open: Open, question: string): ReturnType<Open> {
  const opened = await open("entries", WRITABLE);
  const page: Page = opened.page;
  await page.getByRole("link", { name: question, exact: true }).click();
  await page.locator(".facts").waitFor();
  return opened;
}

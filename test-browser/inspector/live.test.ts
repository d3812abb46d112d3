import { expect, test } from "vitest";
import { describeInspector, rowsOf, textsOf } from "./inspect.ts";

const FEED = "Requests, newest first";

describeInspector("the live feed", ({ open }) => {
  test("a request appears while somebody watches", async () => {
    const { page, desk } = await open("live", { requests: 0 });
    await page.getByText("No requests yet", { exact: true }).waitFor();

    await desk.ask("How do I reset my password?");
    await desk.ask("How can I reset my password?");

    await rowsOf(page, FEED).nth(1).waitFor();
    const [second, first] = await textsOf(rowsOf(page, FEED));
    expect(first).toMatch(/miss How do I reset my password\? nothing near/);
    expect(second).toMatch(/meaning ≈ How do I reset my password\?/);
  });

  test("a pause keeps what is shown, and counts what is new", async () => {
    const { page, desk } = await open("live");
    const before = await textsOf(rowsOf(page, FEED));

    await page.getByRole("button", { name: "Pause" }).click();
    await desk.ask("How do I reset my password?");

    await page.getByRole("button", { name: "Go on, 1 new" }).waitFor();
    expect(await rowsOf(page, FEED).count()).toBe(before.length);
    await page.getByRole("button", { name: "Go on" }).click();
    expect(await rowsOf(page, FEED).count()).toBe(before.length + 1);
  });

  test("outcomes and text narrow it, and the address remembers", async () => {
    const { page } = await open("live");

    await page.getByRole("button", { name: /^Exact/ }).click();
    await page.getByRole("button", { name: /^By meaning/ }).click();
    await page.getByRole("button", { name: /^Bypass/ }).click();
    await page.getByLabel("Filter").fill("billing");

    await expect.poll(() => page.url()).toMatch(/#live\?show=miss&text=billing$/);
    const lines = await textsOf(rowsOf(page, FEED));
    expect(lines.every((line) => / miss .* billing/.test(line))).toBe(true);
  });

  test("a hit leads to its entry", async () => {
    const { page } = await open("live?show=semantic");

    await rowsOf(page, FEED).first().getByRole("link").click();

    await page.getByRole("heading", { name: /^Entry/ }).waitFor();
  });

  test("a server that goes away is said, and its return is noticed", async () => {
    const { page, desk } = await open("live", { requests: 0 });
    await page.getByText("live", { exact: true }).waitFor();

    await desk.stop();
    await page.getByText("reconnecting", { exact: true }).waitFor();
    await page.getByText("The server does not answer.").waitFor();
    await desk.start();

    await page.getByText("live", { exact: true }).waitFor({ timeout: 20_000 });
    await page.getByText("The server does not answer.").waitFor({ state: "detached" });
    await desk.ask("Do you ship to Norway?");
    await rowsOf(page, FEED).first().waitFor();
  });

  test("where events do not get through, the page asks every two seconds", async () => {
    const { page, desk } = await open("overview", { requests: 0 });
    await page.route("**/api/events", (route) => route.fulfill({ status: 502, body: "" }));

    await page.reload();
    await page.getByText("every 2 s", { exact: true }).waitFor();
    await page.locator("#tab-live").click();
    await desk.ask("Do you ship to Norway?");

    expect(await textsOf(rowsOf(page, FEED))).toHaveLength(1);
  });
});

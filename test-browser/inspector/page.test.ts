import { expect, test } from "vitest";
import { describeInspector } from "./inspect.ts";

describeInspector("the page of the inspector", ({ browser, open }) => {
  test("asks nobody but its own server, under its own path", async () => {
    const { page, desk } = await open("overview");
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));

    await page.reload();
    await page.locator(".tile").first().waitFor();
    await page.locator("#tab-live").click();
    await page.locator(".feed").waitFor();

    expect(asked.length).toBeGreaterThan(3);
    expect(asked.filter((url) => !url.startsWith(desk.url))).toEqual([]);
  });

  test("breaks no rule of its content security policy", async () => {
    const { page, desk } = await open("overview", { readOnly: false });
    await page.addInitScript(
      "document.addEventListener('securitypolicyviolation', ({ violatedDirective }) => console.error(violatedDirective))",
    );

    await page.goto(`${desk.url}?again#threshold?at=0.9`);
    await page.locator(".columns").waitFor();
    await page.locator("#tab-overview").click();
    await page.locator(".u-wrap").first().waitFor();

    expect(browser.problems()).toEqual([]);
  });

  test("has dark and light colours, as the system has them or as was chosen", async () => {
    const { page } = await open("overview", { colorScheme: "dark" });
    const background = () => page.evaluate("getComputedStyle(document.body).backgroundColor");
    const dark = await background();

    await page.getByRole("button", { name: /^Colours: system/ }).click();
    const light = await background();
    await page.reload();
    await page.locator(".tile").first().waitFor();

    expect(light).not.toBe(dark);
    expect(await background()).toBe(light);
  });

  test("who may not see it is told to sign in again", async () => {
    let mayLook = true;
    const { page } = await open("overview", { authorize: () => mayLook });

    mayLook = false;

    await page.getByText("The server refuses. Sign in again").waitFor({ timeout: 15_000 });
    expect(await page.locator(".tile").count()).toBeGreaterThan(0);
  });
});

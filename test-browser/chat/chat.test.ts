import { afterAll, beforeAll, expect, test } from "vitest";
import { type DemoServer, startServer } from "../../demo/server.ts";
import { describeInBrowser } from "../support/browser.ts";
import { takeScreenshot } from "../support/take-screenshot.ts";
import { buildChatApp, type ChatApp, startChatApp } from "./chat-app.ts";
import { openChat } from "./chat-page.ts";

const PASSWORD = "a password for this run";
const AUTHORIZATION = `Basic ${btoa(`anybody:${PASSWORD}`)}`;
const FROM_CACHE =
  /^answered from cache · (?:0\.\d\d|same question) · \d+ (?:s|min) old · \d+ tokens saved$/;
const BY_MODEL = /^answered by the model · \d+\.\d s$/;

describeInBrowser("the chat of examples/nextjs-chat", (browser) => {
  let model: DemoServer;
  let app: ChatApp;

  beforeAll(async () => {
    buildChatApp();
    model = await startServer(2);
    app = await startChatApp({
      OPENAI_BASE_URL: model.baseURL,
      OPENAI_API_KEY: "none-needed",
      INSPECTOR_PASSWORD: PASSWORD,
    });
  });
  afterAll(async () => {
    await app?.stop();
    await model?.close();
  });

  test("an answer of the model grows before one's eyes", async () => {
    const ada = await openChat(browser, app.url);

    const seen = await ada.watch("How much does the monthly plan cost?");

    expect(seen.length).toBeGreaterThan(5);
    expect(seen.every((text, index) => text.startsWith(seen[index - 1] ?? ""))).toBe(true);
  });

  test("who asks the same in other words, in another tab, is answered from the cache", async () => {
    const [ada, ben] = [await openChat(browser, app.url), await openChat(browser, app.url)];

    const first = await ada.ask("How do I pause my subscription?");
    const calls = model.calls();
    const second = await ben.ask("I want to pause my subscription, how does that work?");

    expect(first.badge).toMatch(BY_MODEL);
    expect(second).toEqual({ text: first.text, badge: expect.stringMatching(FROM_CACHE) });
    expect(model.calls()).toBe(calls);
  });

  test("a whole conversation in other words is answered from the cache, turn by turn", async () => {
    const [ada, ben] = [await openChat(browser, app.url), await openChat(browser, app.url)];
    await ada.ask("How do I cancel my subscription?");
    const { text } = await ada.ask("Will I get my money back?");

    const first = await ben.ask("I want to cancel my subscription, how do I do that?");
    const followUp = await ben.ask("And do I get my money back?");

    expect(first.badge).toMatch(FROM_CACHE);
    expect(followUp).toEqual({ text, badge: expect.stringMatching(FROM_CACHE) });
  });

  test("the same follow-up in another conversation is asked of the model", async () => {
    const [ada, cleo] = [await openChat(browser, app.url), await openChat(browser, app.url)];
    await ada.ask("How do I cancel my subscription?");
    const { text } = await ada.ask("Will I get my money back?");

    await cleo.ask("Can I return coffee that I have opened?");
    const followUp = await cleo.ask("Will I get my money back?");

    expect(followUp.badge).toMatch(BY_MODEL);
    expect(followUp.text).not.toBe(text);
  });

  test("after a thumbs-down, the next one who asks gets a new answer of the model", async () => {
    const [ada, ben] = [await openChat(browser, app.url), await openChat(browser, app.url)];
    await ada.ask("How should I store coffee beans?");
    const served = await ben.ask("What is the best way to store coffee beans?");

    const reply = await ben.say("This answer is wrong");
    const next = await (await openChat(browser, app.url)).ask("How should I store coffee beans?");

    expect(served.badge).toMatch(FROM_CACHE);
    expect(reply).toContain("Nobody is served this answer any more");
    expect(next.badge).toMatch(BY_MODEL);
  });

  test("Regenerate asks the model, whatever is cached", async () => {
    const ada = await openChat(browser, app.url);
    await ada.ask("How long does delivery take?");
    const ben = await openChat(browser, app.url);
    const served = await ben.ask("How long does delivery take?");
    const calls = model.calls();

    const again = await ben.regenerate();

    expect(served.badge).toContain("same question");
    expect(again.badge).toMatch(BY_MODEL);
    expect(model.calls()).toBe(calls + 1);
  });

  test("everything can be done by keyboard", async () => {
    const { page } = await openChat(browser, app.url);

    await page.keyboard.press("Shift+Tab"); // from the input to the last suggestion
    await page.keyboard.press("Enter");
    await page.locator(".badge").waitFor();
    await page.getByRole("button", { name: "This answer is right" }).focus();
    await page.keyboard.press("Enter");

    await page.getByText("Thank you.").waitFor();
  });

  test("the inspector opens for those who know the password, and for nobody else", async () => {
    const page = await browser.openPage();
    const refused = await fetch(`${app.url}/cache`);

    await page.setExtraHTTPHeaders({ authorization: AUTHORIZATION });
    const opened = await page.goto(`${app.url}/cache`);

    expect(refused.status).toBe(401);
    expect(refused.headers.get("www-authenticate")).toContain("Basic");
    expect(opened?.status()).toBe(200);
    await page.getByRole("heading").first().waitFor();
  });

  test("the inspector knows what happened before it was opened", async () => {
    await (await openChat(browser, app.url)).ask("How do I reach a human?");

    const headers = { authorization: AUTHORIZATION };
    const feed = await fetch(`${app.url}/cache/api/feed`, { headers });
    const { items } = await feed.json();

    expect(items[0]).toMatchObject({ event: { type: "miss", operation: "stream" } });
  });

  test("without a key, the stand-in model of the demo answers", async () => {
    const keyless = await startChatApp({});
    const ada = await openChat(browser, keyless.url);

    const { text, badge } = await ada.ask("How do I pause my subscription?").finally(keyless.stop);

    expect(text).toContain("Open Subscription in your account");
    expect(badge).toMatch(BY_MODEL);
  });

  test("an answer that is stopped is kept as far as it came, and not stored", async () => {
    const [ada, ben] = [await openChat(browser, app.url), await openChat(browser, app.url)];

    const seen = await ada.stop("How do I get an invoice?");
    const whole = await ben.ask("How do I get an invoice?");

    expect(whole.badge).toMatch(BY_MODEL);
    expect(whole.text.length).toBeGreaterThan(seen.length);
    expect(whole.text.startsWith(seen)).toBe(true);
  });

  test("looks right in light and dark", async () => {
    await (await openChat(browser, app.url)).ask("How do I cancel my subscription?");
    const { page, ask } = await openChat(browser, app.url, { height: 560 });

    const first = await ask("I want to cancel my subscription, how do I do that?");
    const second = await ask("How do I sign in without a password?");
    await takeScreenshot(page, "chat-light.png");
    await page.emulateMedia({ colorScheme: "dark" });
    await takeScreenshot(page, "chat-dark.png");

    expect(first.badge).toMatch(FROM_CACHE);
    expect(second.badge).toMatch(BY_MODEL);
  });

  test("nothing went wrong in the browser meanwhile", () => {
    expect(browser.problems()).toEqual([]);
  });
});

import type { Locator, Page } from "playwright-core";
import type { PageOptions, TestBrowser } from "../support/browser.ts";

/** An answer as it is read. */
export interface SeenAnswer {
  readonly text: string;
  readonly badge: string;
}

/** Somebody at the chat, in a browser of their own. */
export interface ChatPage {
  readonly page: Page;
  /** Types a question, sends it by the Enter key, and reads the answer to its end. */
  ask(question: string): Promise<SeenAnswer>;
  /** Asks, and keeps every text that the answer had on its way. */
  watch(question: string): Promise<string[]>;
  /** Asks, and stops the answer as soon as there is something of it: what there is. */
  stop(question: string): Promise<string>;
  /** Has the last answer made again. */
  regenerate(): Promise<SeenAnswer>;
  /** Says something of the last answer, and returns what is replied. */
  say(label: "This answer is right" | "This answer is wrong"): Promise<string>;
}

/** Opens the chat in a session of its own. */
export async function openChat(
  browser: TestBrowser,
  url: string,
  options?: PageOptions,
): Promise<ChatPage> {
  const page = await browser.openPage(options);
  await page.goto(url);
  const answers = page.getByRole("article", { name: "Answer" });

  async function send(question: string): Promise<Locator> {
    const count = await answers.count();
    await page.getByLabel("Your question").fill(question);
    await page.keyboard.press("Enter");
    return answers.nth(count);
  }

  return {
    page,
    ask: async (question) => read(await send(question)),
    async watch(question) {
      await page.evaluate(recordTexts);
      await read(await send(question));
      return page.evaluate(() => Reflect.get(window, "seenTexts"));
    },
    async stop(question) {
      await page.evaluate(stopAtFirstText);
      const answer = await send(question);
      await answer.getByRole("button", { name: "Regenerate" }).waitFor();
      return answer.locator("p").innerText();
    },
    async regenerate() {
      const answered = page.waitForResponse(`${url}/api/chat`);
      await page.getByRole("button", { name: "Regenerate" }).click();
      await (await answered).finished();
      return read(answers.last());
    },
    async say(label) {
      const last = answers.last();
      await last.getByRole("button", { name: label }).click();
      const reply = last.getByRole("status").filter({ hasText: /\S/ });
      return reply.innerText();
    },
  };
}

/**
 * The badge comes with the end of the answer.
 *
 * @throws Error with what the page says, where there is no answer.
 */
async function read(answer: Locator): Promise<SeenAnswer> {
  const badge = answer.locator(".badge");
  const error = answer.page().locator(".error");
  const end = await badge.or(error).innerText();
  if (await error.isVisible()) throw new Error(end);
  return { text: await answer.locator("p").innerText(), badge: end };
}

/** In the page: keeps each text of its last answer, from now on. */
function recordTexts(): void {
  const seen: string[] = [];
  Reflect.set(window, "seenTexts", seen);
  const record = (): void => {
    const text = [...document.querySelectorAll(".answer p")].at(-1)?.textContent ?? "";
    if (text !== "" && text !== seen.at(-1)) seen.push(text);
  };
  new MutationObserver(record).observe(document.body, {
    subtree: true,
    childList: true,
    characterData: true,
  });
}

/** In the page: presses Stop as soon as there is some of an answer, faster than any test could. */
function stopAtFirstText(): void {
  const observer = new MutationObserver(() => {
    if (!document.querySelector(".answer p")?.textContent) return;
    observer.disconnect();
    document.querySelector<HTMLButtonElement>(".composer button")?.click();
  });
  observer.observe(document.body, { subtree: true, childList: true, characterData: true });
}

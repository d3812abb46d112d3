import type { Locator, Page } from "playwright-core";
import { afterAll } from "vitest";
import { describeInBrowser, type PageOptions, type TestBrowser } from "../support/browser.ts";
import { type Desk, type DeskOptions, openBusyDesk, openDesk } from "./desk.ts";

/** What a suite about the inspector works with. */
export interface InspectorSuite {
  readonly browser: TestBrowser;
  /** Opens a busy desk and a view of its inspector, such as `entries?search=invoice`. */
  open(view: string, options?: OpenOptions): Promise<{ readonly page: Page; readonly desk: Desk }>;
}

/** Options of the desk and of the page. */
export interface OpenOptions extends DeskOptions, PageOptions {
  /** Requests of the hour before; 0: nobody has asked anything. @default those of the script */
  readonly requests?: number;
}

/** A suite about the inspector in a browser. Its desks are closed after the last test. */
export function describeInspector(title: string, suite: (tools: InspectorSuite) => void): void {
  describeInBrowser(title, (browser) => {
    const desks: Desk[] = [];

    afterAll(() => Promise.all(desks.map((desk) => desk.stop())));

    suite({
      browser,
      async open(
        view,
        { colorScheme = "light", width = 1_280, height = 860, requests, ...options } = {},
      ) {
        const desk = await (requests === 0
          ? openDesk(options)
          : openBusyDesk({ ...options, ...(requests && { requests }) }));
        desks.push(desk);
        const page = await browser.openPage({ colorScheme, width, height });
        await page.goto(`${desk.url}#${view}`);
        await page.getByRole("heading", { level: 2 }).first().waitFor();
        return { page, desk };
      },
    });
  });
}

/** The rows of a table, without its head. */
export function rowsOf(page: Page, table: string): Locator {
  return page.getByRole("region", { name: `Table: ${table}` }).locator("tbody tr");
}

/** The text of every element a locator finds, once there is one, in one line. */
export async function textsOf(locator: Locator): Promise<string[]> {
  await locator.first().waitFor();
  return (await locator.allInnerTexts()).map((text) => text.replace(/\s+/g, " ").trim());
}

/** The text of one element, in one line. */
export async function textOf(locator: Locator): Promise<string> {
  return (await textsOf(locator))[0] ?? "";
}

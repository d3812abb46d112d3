import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, inject } from "vitest";
import { watchPage } from "./watch-page.ts";

/** The browser of one suite. */
export interface TestBrowser {
  /** A page in a session of its own: somebody else at another machine. */
  openPage(options?: PageOptions): Promise<Page>;
  /** What went wrong on any page so far: errors in the console, exceptions, requests that failed. */
  problems(): readonly string[];
}

/** How a page is looked at. */
export interface PageOptions {
  /** @default "light" */
  readonly colorScheme?: "light" | "dark";
  /** In CSS pixels. @default 960 */
  readonly width?: number;
  /** In CSS pixels. @default 720 */
  readonly height?: number;
}

/** No service of the browser's maker is asked, and no sandbox, which containers mostly refuse. */
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * A suite in headless Chromium, which runs from before its first test to after its last. Skipped where there
 * is none; the run has then said in one line how to get it.
 */
export function describeInBrowser(title: string, suite: (browser: TestBrowser) => void): void {
  const executablePath = inject("chromium");
  describe.skipIf(!executablePath)(title, () => {
    const problems: string[] = [];
    let browser: Browser | undefined;

    beforeAll(async () => {
      browser = await chromium.launch({ executablePath: String(executablePath), args: ARGUMENTS });
    });
    afterAll(() => browser?.close());

    suite({
      async openPage({ colorScheme = "light", width = 960, height = 720 } = {}) {
        if (!browser) throw new Error("Pages are opened by tests, when the browser runs.");
        const viewport = { width, height };
        const context = await browser.newContext({ colorScheme, viewport });
        const page = await context.newPage();
        watchPage(page, (problem) => problems.push(problem));
        return page;
      },
      problems: () => problems,
    });
  });
}

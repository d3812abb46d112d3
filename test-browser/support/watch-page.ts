import type { Page } from "playwright-core";

/** Tells of errors in the console, uncaught exceptions, and requests that failed or were refused. */
export function watchPage(page: Page, onProblem: (problem: string) => void): void {
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") {
      onProblem(`console ${message.type()}: ${message.text()} (${message.location().url})`);
    }
  });
  page.on("pageerror", (error) => onProblem(`exception: ${error.message}`));
  page.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText ?? "failed";
    // What a page gave up itself, such as a stream that was stopped, is no problem.
    if (reason !== "net::ERR_ABORTED") onProblem(`${reason}: ${request.url()}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) onProblem(`${response.status()}: ${response.url()}`);
  });
}

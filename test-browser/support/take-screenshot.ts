import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";

const DOCUMENTATION = join(import.meta.dirname, "../../docs/images");
const TEMPORARY = join(tmpdir(), "semantic-cache-screenshots");

/**
 * Takes a picture of what is seen of a page, and returns its path. With `UPDATE_SCREENSHOTS=1` it becomes the
 * one of the documentation; otherwise it goes to a temporary folder, so that a test run changes no file.
 */
export async function takeScreenshot(page: Page, name: `${string}.png`): Promise<string> {
  const folder = process.env.UPDATE_SCREENSHOTS === "1" ? DOCUMENTATION : TEMPORARY;
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  await page.screenshot({ path, animations: "disabled", caret: "hide" });
  return path;
}

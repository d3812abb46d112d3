import { createInterface } from "node:readline/promises";

/** Asks a person a question that is answered with yes or no; nobody is there: no. */
export async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return false;
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await lines.question(`${question} [y/N] `);
    return /^y(es)?$/i.test(answer.trim());
  } catch {
    return false; // Ctrl-C or Ctrl-D
  } finally {
    lines.close();
  }
}

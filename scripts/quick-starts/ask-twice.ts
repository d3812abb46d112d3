import { setTimeout as sleep } from "node:timers/promises";
import { askChat } from "../../test-edge/support/ask-chat.ts";
import { PASSWORD } from "../../test-edge/support/questions.ts";
import type { Outcome } from "./quick-start.ts";

/** Asks a chat a question, waits until its answer is stored, and asks in other words. */
export async function askTwice(url: string): Promise<Omit<Outcome, "on">> {
  const first = await askChat(url, PASSWORD.question);
  for (let tries = 0; tries < 100; tries++) {
    const { told } = await askChat(url, PASSWORD.question);
    if (told?.hit) break;
    await sleep(50);
  }
  const again = await askChat(url, PASSWORD.paraphrase);
  return { first: first.told, again: again.told };
}

import { expect, test } from "vitest";
import { askChat, type ChatAnswer } from "./ask-chat.ts";
import { askedUntilFirstText } from "./asked-until-first-text.ts";
import type { OpenAiService } from "./openai-service.ts";
import { PASSWORD } from "./questions.ts";
import type { VectorService } from "./vector-service.ts";

/** A chat of an edge runtime with everything it speaks to. */
export interface EdgeChat {
  readonly url: string;
  readonly openAi: OpenAiService;
  readonly vector: VectorService;
}

/** What must hold of the edge example wherever it runs. */
export function chatSuite(running: () => EdgeChat): void {
  const ask = (question: string): Promise<ChatAnswer> => askChat(running().url, question);

  test("a question is answered by the model, its paraphrase from the cache", async () => {
    const { openAi } = running();
    const first = await ask(PASSWORD.question);
    await expect.poll(() => ask(PASSWORD.question)).toMatchObject({ told: { kind: "exact" } });
    const calls = openAi.answers();

    const again = await ask(PASSWORD.paraphrase);

    expect(first).toMatchObject({ text: PASSWORD.answer, told: { hit: false } });
    expect(again).toMatchObject({ text: PASSWORD.answer, told: { hit: true, kind: "semantic" } });
    expect(openAi.answers()).toBe(calls);
  });

  test("the first word is there before the model has said the second", async () => {
    const { url, openAi } = running();
    openAi.words.close();

    const { begun, answer } = askedUntilFirstText(url, "What is your refund policy?");
    const word = await begun;
    openAi.words.open();

    expect(word).toBe("We ");
    expect((await answer).text).toBe("We refund every order within 30 days.");
  });

  test("the answer ends before its write does, and the write is done behind it", async () => {
    const { vector, openAi } = running();
    const question = "How do I invite a colleague?";
    vector.writes.close();

    const { text } = await ask(question);
    const isBefore = vector.holds(text);
    vector.writes.open();

    await expect.poll(() => vector.holds(text)).toBe(true);
    expect(isBefore).toBe(false);
    const calls = openAi.answers();
    expect(await ask(question)).toMatchObject({ told: { hit: true } });
    expect(openAi.answers()).toBe(calls);
  });

  test("what is no chat is refused as such", async () => {
    const { url } = running();

    const statuses = ["{", "{}", "null", '{"messages":[{"role":"judge"}]}'].map(
      async (body) => (await fetch(url, { method: "POST", body })).status,
    );

    expect(await Promise.all(statuses)).toEqual([400, 400, 400, 400]);
  });

  test("an index that is down costs a miss, not the answer", async () => {
    const { vector } = running();
    vector.breakDown(true);

    const answer = await ask("Where is order 10273?");
    vector.breakDown(false);

    expect(answer).toMatchObject({ text: "Order 10273 is on its way.", told: { hit: false } });
  });
}

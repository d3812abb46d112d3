import { askChat, type ChatAnswer } from "./ask-chat.ts";

/** A question on its way. */
export interface Asked {
  /** Resolves when the first text has come. */
  readonly begun: Promise<string>;
  readonly answer: Promise<ChatAnswer>;
}

/** Asks a chat route whose model a test holds up after its first word. */
export function askedUntilFirstText(url: string, question: string, signal?: AbortSignal): Asked {
  const { promise: begun, resolve } = Promise.withResolvers<string>();
  const answer = askChat(url, question, { onText: resolve, ...(signal && { signal }) });
  answer.catch(() => {}); // the test looks at it later
  return { begun, answer };
}

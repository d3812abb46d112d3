import { tokenize } from "../src/cli/demo/pace.ts";

/** A request of the Chat Completions API, as far as the stand-in reads it. */
export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  readonly stream?: boolean | undefined;
  readonly stream_options?: { readonly include_usage?: boolean | undefined } | undefined;
}

interface ChatMessage {
  readonly role: string;
  readonly content: string | readonly { readonly type: string; readonly text?: string }[] | null;
}

/** Tokens as the API reports them. */
export interface ChatUsage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
}

/** What the user said, turn by turn. */
export function userTurns({ messages }: ChatRequest): string[] {
  return messages.filter(({ role }) => role === "user").map(textOf);
}

/** Tokens of a request and its answer. The API counts about four for the frame of each message. */
function countTokens({ messages }: ChatRequest, answer: string): ChatUsage {
  const prompt = messages.reduce((sum, message) => sum + 4 + tokenize(textOf(message)).length, 3);
  const completion = tokenize(answer).length;
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
  };
}

/** The whole answer, as one JSON object. */
export function completion(request: ChatRequest, id: string, text: string): object {
  return {
    ...head(request, id, "chat.completion"),
    choices: [{ index: 0, message: { role: "assistant", content: text }, finish_reason: "stop" }],
    usage: countTokens(request, text),
  };
}

/** One piece of a streamed answer; without text, its end. */
export function completionChunk(request: ChatRequest, id: string, text?: string): object {
  const isEnd = text === undefined;
  return {
    ...head(request, id, "chat.completion.chunk"),
    choices: [
      {
        index: 0,
        delta: isEnd ? {} : { role: "assistant", content: text },
        finish_reason: isEnd ? "stop" : null,
      },
    ],
  };
}

/** The last event of a stream whose caller asked for usage. */
export function usageChunk(request: ChatRequest, id: string, text: string): object {
  return {
    ...head(request, id, "chat.completion.chunk"),
    choices: [],
    usage: countTokens(request, text),
  };
}

function head({ model }: ChatRequest, id: string, object: string): object {
  return { id, object, created: Math.floor(Date.now() / 1000), model };
}

function textOf({ content }: ChatMessage): string {
  if (typeof content === "string") return content;
  return (content ?? []).map(({ text = "" }) => text).join("");
}

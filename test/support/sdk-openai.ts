import { createOpenAI as createOpenAI7 } from "@ai-sdk/openai";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { createOpenAI as createOpenAI4 } from "openai4";
import { createOpenAI as createOpenAI5 } from "openai5";
import { createOpenAI as createOpenAI6 } from "openai6";
import type { EmbeddingModelLike } from "../../src/index.ts";
import { trigramVector } from "./embedding.ts";
import type { Sdk } from "./sdk.ts";
import { words } from "./sdk-answer.ts";

/** The two HTTP interfaces to the same models. */
export type OpenAiApi = "chat" | "responses";

const BASE_URL = "https://openai.test/v1";

/** `@ai-sdk/openai` of each major, against the service of this file. */
export const openAi: Readonly<
  Record<
    Sdk["name"],
    {
      model(api: OpenAiApi): object;
      embedding(): EmbeddingModelLike;
      /** The provider itself, to look models up by their id. */
      readonly provider: object;
    }
  >
> = {
  "ai 4": ofProvider(createOpenAI4({ ...settings(), compatibility: "strict" })),
  "ai 5": ofProvider(createOpenAI5(settings())),
  "ai 6": ofProvider(createOpenAI6(settings())),
  "ai 7": ofProvider(createOpenAI7(settings())),
};

export interface OpenAiRequest {
  readonly path: "/chat/completions" | "/responses" | "/embeddings";
  readonly body: Readonly<Record<string, unknown>>;
}

/** What OpenAI's servers would do, and what they were asked. */
export interface OpenAiService {
  readonly requests: OpenAiRequest[];
  /** Bodies of the requests to models, not to embeddings. */
  readonly asked: () => OpenAiRequest["body"][];
  /** Texts that were embedded, request by request. */
  readonly embedded: () => unknown[];
  /** Answers the next request to a path with a failure. */
  failNext(path: OpenAiRequest["path"], status: number): void;
  listen(): void;
  reset(): void;
  close(): void;
}

const ANSWER = "Open the settings and choose “Reset password”.";

/** Serves chat completions, responses (both as JSON and as event streams) and embeddings. */
export function openAiService(): OpenAiService {
  const requests: OpenAiRequest[] = [];
  const failures = new Map<string, number>();
  const serve = (path: OpenAiRequest["path"], answer: (body: OpenAiRequest["body"]) => Response) =>
    http.post(`${BASE_URL}${path}`, async ({ request }) => {
      const body = (await request.json()) as OpenAiRequest["body"];
      requests.push({ path, body });
      const status = failures.get(path);
      failures.delete(path);
      if (status === undefined) return answer(body);
      return HttpResponse.json(
        { error: { message: "It failed.", type: "server_error" } },
        { status },
      );
    });
  const server = setupServer(
    serve("/chat/completions", ({ stream }) => (stream ? events(chatChunks()) : json(chat()))),
    serve("/responses", ({ stream }) => (stream ? events(responseEvents()) : json(response()))),
    serve("/embeddings", ({ input }) => json(embeddings(input))),
  );
  return {
    requests,
    asked: () => requests.flatMap(({ path, body }) => (path === "/embeddings" ? [] : [body])),
    embedded: () =>
      requests.flatMap(({ path, body }) => (path === "/embeddings" ? [body.input] : [])),
    failNext: (path, status) => void failures.set(path, status),
    listen: () => server.listen({ onUnhandledFrame: "error" }),
    reset() {
      requests.length = 0;
      failures.clear();
    },
    close: () => server.close(),
  };
}

function settings(): { apiKey: string; baseURL: string } {
  return { apiKey: "test", baseURL: BASE_URL };
}

function ofProvider(provider: {
  chat(id: string): object;
  responses(id: string): object;
  embedding(id: string): EmbeddingModelLike;
}): (typeof openAi)["ai 4"] {
  return {
    provider,
    model: (api) => provider[api]("gpt-4o-mini"),
    embedding: () => provider.embedding("text-embedding-3-small"),
  };
}

const json = (body: object): Response => HttpResponse.json(body);

function events(data: readonly object[]): Response {
  const lines = data.map((event) => `data: ${JSON.stringify(event)}\n\n`);
  return new HttpResponse([...lines, "data: [DONE]\n\n"].join(""), {
    headers: { "content-type": "text/event-stream" },
  });
}

const CHAT = { id: "chatcmpl-1", created: 1_700_000_000, model: "gpt-4o-mini-2024-07-18" };
const CHAT_USAGE = { prompt_tokens: 10, completion_tokens: 20, total_tokens: 30 };

function chat(): object {
  const message = { role: "assistant", content: ANSWER };
  return {
    ...CHAT,
    object: "chat.completion",
    choices: [{ index: 0, message, finish_reason: "stop" }],
    usage: CHAT_USAGE,
  };
}

function chatChunks(): object[] {
  const chunk = { ...CHAT, object: "chat.completion.chunk" };
  const choice = (delta: object, finish_reason: string | null = null): object => ({
    ...chunk,
    choices: [{ index: 0, delta, finish_reason }],
  });
  return [
    choice({ role: "assistant", content: "" }),
    ...words(ANSWER).map((content) => choice({ content })),
    choice({}, "stop"),
    { ...chunk, choices: [], usage: CHAT_USAGE },
  ];
}

const MESSAGE = { type: "message", id: "msg_1", role: "assistant", status: "completed" };
const RESPONSE = {
  id: "resp_1",
  object: "response",
  created_at: 1_700_000_000,
  model: "gpt-4o-mini-2024-07-18",
  error: null,
  incomplete_details: null,
};
const RESPONSE_USAGE = {
  input_tokens: 10,
  input_tokens_details: { cached_tokens: 0 },
  output_tokens: 20,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: 30,
};

function response(): object {
  const content = [{ type: "output_text", text: ANSWER, annotations: [] }];
  return {
    ...RESPONSE,
    status: "completed",
    output: [{ ...MESSAGE, content }],
    usage: RESPONSE_USAGE,
  };
}

function responseEvents(): object[] {
  const at = { item_id: "msg_1", output_index: 0, content_index: 0 };
  const event = (type: string, fields: object): object => ({ type: `response.${type}`, ...fields });
  return [
    event("created", { response: { ...RESPONSE, status: "in_progress" } }),
    event("output_item.added", { output_index: 0, item: { ...MESSAGE, content: [] } }),
    ...words(ANSWER).map((delta) => event("output_text.delta", { ...at, delta })),
    event("output_item.done", { output_index: 0, item: { ...MESSAGE, content: [] } }),
    event("completed", { response: response() }),
  ];
}

function embeddings(input: unknown): object {
  const texts = Array.isArray(input) ? input : [input];
  return {
    object: "list",
    data: texts.map((text, index) => ({
      object: "embedding",
      index,
      embedding: trigramVector(String(text)),
    })),
    model: "text-embedding-3-small",
    usage: { prompt_tokens: 5, total_tokens: 5 },
  };
}

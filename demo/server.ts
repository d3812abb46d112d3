import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { type Pace, paceOf, tokenize, wait } from "../src/cli/demo/pace.ts";
import { answerConversation } from "../src/cli/demo/support-desk.ts";
import {
  type ChatRequest,
  completion,
  completionChunk,
  usageChunk,
  userTurns,
} from "./chat-completions.ts";
import { eventWriter } from "./sse.ts";

/** A running stand-in for a model provider. */
export interface DemoServer {
  readonly baseURL: string;
  /** Answers it was asked for so far. */
  calls(): number;
  close(): Promise<void>;
}

/**
 * Starts an OpenAI-compatible Chat Completions server on this machine, at a free port, so that the
 * demo needs no key. It answers from the knowledge base, at the pace of a hosted model divided by
 * `speed`.
 */
export async function startServer(speed: number): Promise<DemoServer> {
  let calls = 0;
  const server = createServer((request, response) => {
    if (request.method !== "POST" || request.url !== "/v1/chat/completions") {
      return refuse(response, 404, "There is only POST /v1/chat/completions here.");
    }
    calls++;
    answer(request, response, speed).catch((error: unknown) => {
      if (!response.destroyed) refuse(response, 400, String(error));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    baseURL: `http://127.0.0.1:${port}/v1`,
    calls: () => calls,
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(
  incoming: IncomingMessage,
  response: ServerResponse,
  speed: number,
): Promise<void> {
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  const request = (await json(incoming)) as ChatRequest;
  const questions = userTurns(request);
  const { answer: text } = answerConversation(questions);
  const pace = paceOf(questions.join("\n"), speed);
  const id = `chatcmpl-${crypto.randomUUID()}`;
  if (request.stream) return stream(request, response, { id, text, pace, signal: gone.signal });
  await wait(pace.firstTokenMs + pace.tokenMs * tokenize(text).length, gone.signal);
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify(completion(request, id, text)));
}

async function stream(
  request: ChatRequest,
  response: ServerResponse,
  said: {
    readonly id: string;
    readonly text: string;
    readonly pace: Pace;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const { id, text, pace, signal } = said;
  await wait(pace.firstTokenMs, signal);
  const events = eventWriter(response);
  for (const token of tokenize(text)) {
    events.send(completionChunk(request, id, token));
    await wait(pace.tokenMs, signal);
  }
  events.send(completionChunk(request, id));
  if (request.stream_options?.include_usage) events.send(usageChunk(request, id, text));
  events.end();
}

function refuse(response: ServerResponse, status: number, message: string): void {
  if (!response.headersSent) response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify({ error: { message, type: "invalid_request_error" } }));
}

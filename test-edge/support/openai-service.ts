import { supportAnswer } from "../../examples/support/answers.ts";
import { builtInEmbedding } from "../../src/built-in/index.ts";
import { createGate, type Gate } from "./gate.ts";
import { type LocalService, listen } from "./local-service.ts";

/** OpenAI's responses and embeddings on this machine, as far as these tests use them. */
export interface OpenAiService extends LocalService {
  /** Answers that were asked for so far. */
  answers(): number;
  /** A streamed answer waits here after its first word. */
  readonly words: Gate;
}

/** Starts the stand-in. Its vectors are those of the built-in model: 256 numbers. */
export async function startOpenAi(): Promise<OpenAiService> {
  const embedding = builtInEmbedding();
  const words = createGate();
  let answers = 0;

  async function embed({ input }: { input: string[] }): Promise<Response> {
    const { embeddings } = await embedding.doEmbed({ values: input });
    const data = embeddings.map((vector, index) => ({
      object: "embedding",
      index,
      embedding: vector,
    }));
    const usage = { prompt_tokens: 1, total_tokens: 1 };
    return Response.json({ object: "list", data, usage });
  }

  function respond({ model, input, stream }: ResponsesRequest): Response {
    answers++;
    const text = supportAnswer(userText(input));
    if (!stream) return Response.json(response(model, text));
    const headers = { "content-type": "text/event-stream" };
    return new Response(toStream(events(model, text, words)), { headers });
  }

  const service = await listen(async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/v1/embeddings") return embed(await request.json());
    if (pathname === "/v1/responses") return respond(await request.json());
    return Response.json({ error: { message: `${pathname} is not played here` } }, { status: 404 });
  });
  return { ...service, url: `${service.url}/v1`, answers: () => answers, words };
}

interface ResponsesRequest {
  readonly model: string;
  readonly stream?: boolean;
  readonly input: readonly { role?: string; content?: string | readonly { text?: string }[] }[];
}

function userText(input: ResponsesRequest["input"]): string {
  return input
    .filter(({ role }) => role === "user")
    .flatMap(({ content = [] }) => (typeof content === "string" ? [{ text: content }] : content))
    .map(({ text = "" }) => text)
    .join("\n");
}

const HEAD = { id: "resp_1", created_at: 1_700_000_000 };
const USAGE = { input_tokens: 12, output_tokens: 9, total_tokens: 21 };

function response(model: string, text: string): object {
  const content = [{ type: "output_text", text, annotations: [] }];
  const output = [{ type: "message", role: "assistant", id: "msg_1", content }];
  return { ...HEAD, model, output, usage: USAGE };
}

/** The events of a streamed response, one delta a word. */
async function* events(
  model: string,
  text: string,
  words: Gate,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const item = { type: "message", id: "msg_1" };
  yield event({ type: "response.created", response: { ...HEAD, model } });
  yield event({ type: "response.output_item.added", output_index: 0, item });
  for (const delta of text.match(/\S+\s*/g) ?? []) {
    yield event({ type: "response.output_text.delta", item_id: "msg_1", delta });
    await words.pass();
  }
  yield event({ type: "response.output_item.done", output_index: 0, item });
  yield event({ type: "response.completed", response: { usage: USAGE } });
}

function event(data: object): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`data: ${JSON.stringify(data)}\n\n`);
}

function toStream(
  chunks: AsyncGenerator<Uint8Array<ArrayBuffer>>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
}

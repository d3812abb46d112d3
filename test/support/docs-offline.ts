// Preloaded (`node --import`) where documentation and examples are run: plays the OpenAI API, refuses
// every other request, and answers the same each time.
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { supportAnswer } from "../../examples/support/answers.ts";
import { builtInEmbedding } from "../../src/built-in/index.ts";

process.env.OPENAI_API_KEY ??= "offline";
Reflect.set(globalThis, "AI_SDK_LOG_WARNINGS", false);

setupServer(
  http.post("https://api.openai.com/v1/responses", async ({ request }) => {
    const body = (await request.json()) as ResponsesRequest;
    const text = answerTo(body);
    return body.stream ? streamed(body.model, text) : HttpResponse.json(response(body.model, text));
  }),
  http.post("https://api.openai.com/v1/embeddings", async ({ request }) => {
    const { input } = (await request.json()) as { input: string[] };
    const { embeddings } = await builtInEmbedding().doEmbed({ values: input });
    const data = embeddings.map((embedding, index) => ({ object: "embedding", index, embedding }));
    return HttpResponse.json({
      object: "list",
      data,
      usage: { prompt_tokens: 1, total_tokens: 1 },
    });
  }),
).listen({ onUnhandledFrame: "error" });

interface ResponsesRequest {
  readonly model: string;
  readonly stream?: boolean;
  readonly input: readonly { role?: string; content?: string | readonly { text?: string }[] }[];
  readonly text?: { readonly format?: { readonly schema?: Schema } };
}

interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
}

const USAGE = { input_tokens: 12, output_tokens: 9, total_tokens: 21 };

function answerTo({ input, text }: ResponsesRequest): string {
  const schema = text?.format?.schema;
  return schema ? JSON.stringify(instanceOf(schema)) : supportAnswer(userText(input));
}

function userText(input: ResponsesRequest["input"]): string {
  return input
    .filter(({ role }) => role === "user")
    .flatMap(({ content = [] }) => (typeof content === "string" ? [{ text: content }] : content))
    .map(({ text = "" }) => text)
    .join("\n");
}

/** The plainest value that keeps to a schema. */
function instanceOf(schema: Schema): unknown {
  if (schema.enum) return schema.enum[0];
  switch (schema.type) {
    case "object":
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, value]) => [name, instanceOf(value)]),
      );
    case "array":
      return [];
    case "number":
    case "integer":
      return 1;
    case "boolean":
      return true;
    default:
      return "text";
  }
}

function response(model: string, text: string): object {
  return {
    id: "resp_1",
    created_at: 1_700_000_000,
    model,
    output: [
      {
        type: "message",
        role: "assistant",
        id: "msg_1",
        content: [{ type: "output_text", text, annotations: [] }],
      },
    ],
    usage: USAGE,
  };
}

/** The events of a streamed response, one delta a word. */
function streamed(model: string, text: string): Response {
  const item = { type: "message", id: "msg_1" };
  const deltas = (text.match(/\S+\s*/g) ?? []).map((delta) => ({
    type: "response.output_text.delta",
    item_id: "msg_1",
    delta,
  }));
  const events = [
    { type: "response.created", response: { id: "resp_1", created_at: 1_700_000_000, model } },
    { type: "response.output_item.added", output_index: 0, item },
    ...deltas,
    { type: "response.output_item.done", output_index: 0, item },
    { type: "response.completed", response: { usage: USAGE } },
  ];
  const body = events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join("");
  return new Response(body, { headers: { "content-type": "text/event-stream" } });
}

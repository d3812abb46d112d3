import { type SpecificationVersion, writeUsage } from "../../response/usage.ts";
import type { DemoModel } from "./demo-model.ts";
import { paceOf, tokenize, wait } from "./pace.ts";
import { answerConversation } from "./support-desk.ts";

/** A call as the SDK hands it to a model, as far as the stand-in reads it. */
interface Call {
  readonly prompt: readonly Message[];
  readonly abortSignal?: AbortSignal | undefined;
}

interface Message {
  readonly role: string;
  readonly content: string | readonly { readonly type: string; readonly text?: string }[];
}

type Part = Readonly<Record<string, unknown>>;

/** How the stand-in is made. */
export interface StandInOptions {
  /** The specification that the SDK in front of it knows. */
  readonly specification: SpecificationVersion;
  /** How many times faster than a hosted model it is. */
  readonly speed: number;
}

/**
 * A model that answers from the knowledge base, at the pace of a hosted one divided by `speed`: no key,
 * no network, no package but `ai`. It streams; the demo asks for nothing else.
 */
export function standInModel({ specification, speed }: StandInOptions): DemoModel {
  let calls = 0;
  const model = {
    specificationVersion: specification,
    provider: "demo",
    modelId: "support-desk",
    supportedUrls: {},
    defaultObjectGenerationMode: undefined,
    doGenerate: () => Promise.reject(new Error("The stand-in of the demo only streams.")),
    async doStream(call: Call) {
      calls++;
      const stream = toStream(answerParts(call, specification, speed));
      return { stream, rawCall: { rawPrompt: call.prompt, rawSettings: {} } };
    },
  };
  return {
    model,
    origin: "a stand-in with the answers of a support desk, at the pace of a hosted model",
    calls: () => calls,
  };
}

async function* answerParts(
  { prompt, abortSignal = new AbortController().signal }: Call,
  specification: SpecificationVersion,
  speed: number,
): AsyncGenerator<Part, void> {
  const questions = prompt.filter(({ role }) => role === "user").map(textOf);
  const tokens = tokenize(answerConversation(questions).answer);
  const { firstTokenMs, tokenMs } = paceOf(questions.join("\n"), speed);
  const isFirst = specification === "v1";
  const id = "0";
  if (!isFirst)
    yield* [
      { type: "stream-start", warnings: [] },
      { type: "text-start", id },
    ];
  await wait(firstTokenMs, abortSignal);
  for (const delta of tokens) {
    yield isFirst ? { type: "text-delta", textDelta: delta } : { type: "text-delta", id, delta };
    await wait(tokenMs, abortSignal);
  }
  if (!isFirst) yield { type: "text-end", id };
  yield finishPart(specification, {
    // A provider counts about four tokens for the frame of each message.
    inputTokens: prompt.reduce((sum, message) => sum + 4 + tokenize(textOf(message)).length, 3),
    outputTokens: tokens.length,
  });
}

function finishPart(
  specification: SpecificationVersion,
  usage: { readonly inputTokens: number; readonly outputTokens: number },
): Part {
  const isWord = specification === "v1" || specification === "v2";
  return {
    type: "finish",
    finishReason: isWord ? "stop" : { unified: "stop", raw: "stop" },
    usage: writeUsage(specification, usage),
  };
}

function textOf({ content }: Message): string {
  if (typeof content === "string") return content;
  return content.map(({ text = "" }) => text).join("");
}

function toStream(parts: AsyncGenerator<Part, void>): ReadableStream<Part> {
  return new ReadableStream<Part>(
    {
      async pull(controller) {
        const { done, value } = await parts.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await parts.return();
      },
    },
    { highWaterMark: 0 },
  );
}

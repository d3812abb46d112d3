import { isRecord } from "../../is-record.ts";
import type { TokenUsage } from "../../observe/events.ts";
import { OWN_OPTIONS } from "../../own-options.ts";
import type { SemanticCacheCallOptions } from "../../request/directives.ts";
import { finite } from "../../response/answer.ts";
import { readUsage } from "../../response/usage.ts";
import { incomparable } from "./incomparable.ts";
import { type JudgePrompt, judgePrompt } from "./judge-prompt.ts";
import { isCount, requireOption } from "./require-option.ts";
import { isModel, modelName, type ProviderOptions, sdkFunction } from "./sdk.ts";
import type { Verify } from "./verify.ts";

/** Any language model of the AI SDK, V1 (ai 4) to V4 (ai 7), described by what a judge uses of it. */
export interface LanguageModelLike {
  readonly specificationVersion: string;
  readonly provider: string;
  readonly modelId: string;
  doGenerate(options: object): PromiseLike<object>;
}

/** Options of {@link llmJudge}. */
export interface LlmJudgeOptions {
  /** More criteria, in words: what must agree in your domain. The texts of users do not belong here. @default none */
  readonly instructions?: string | undefined;
  /** Longest text that is shown to the judge, in UTF-16 code units. @default 20000 */
  readonly maxCharacters?: number | undefined;
  /** `null` leaves it to the model: some reasoning models warn of any temperature. @default 0 */
  readonly temperature?: number | null | undefined;
  /** Most tokens of a reply, thinking included. @default 1000 */
  readonly maxOutputTokens?: number | undefined;
  /** Passed to the model, for example how much it should think. @default none */
  readonly providerOptions?: ProviderOptions | undefined;
}

interface Reply {
  readonly text: string;
  readonly finishReason: string;
  readonly usage: unknown;
}

/** The judge's own call must never be answered from the cache that asks. */
const PAST_THE_CACHE: SemanticCacheCallOptions = { cache: "no-store" };

/**
 * A verifier that asks a language model whether the stored answer is a correct and complete answer to the
 * new question; where the model's fresh answer is at hand, whether both say the same. Only the reply `YES`
 * is a yes and only `NO` a no. Texts that are missing or too long to be judged are a no, without a call.
 * A string names a model of the application's default provider (ai 5 and later).
 *
 * The verifier throws what the model throws, and an error for any other reply, or when there is a fresh
 * answer and the two cannot be compared.
 *
 * @throws SemanticCacheError `invalid-options` for what is no model, and for options it does not take.
 */
export function llmJudge(model: LanguageModelLike | string, options: LlmJudgeOptions = {}): Verify {
  const { instructions, maxCharacters = 20_000 } = options;
  checkOptions(model, { ...options, maxCharacters });
  const name = modelName(model);
  const settings = callSettings(options);

  async function ask({ rules, prompt }: JudgePrompt, abortSignal: AbortSignal): Promise<Reply> {
    const generateText = await sdkFunction<Reply>("generateText");
    // The rules are `system` up to ai 6 and `instructions` from ai 7; each ignores the other.
    const texts = { system: rules, instructions: rules, prompt };
    if (!generateText) throw new Error('The application\'s "ai" has no generateText().');
    return generateText({ ...settings, ...texts, model, abortSignal });
  }

  return async (candidate, { abortSignal, reportUsage }) => {
    const question = judgePrompt(candidate, { instructions, maxCharacters });
    if (!question) {
      if (candidate.freshAnswer === undefined) return false;
      throw incomparable(`a text is missing, or longer than maxCharacters (${maxCharacters})`);
    }
    const reply = await ask(question, abortSignal);
    reportUsage?.(name, tokensOf(reply.usage));
    return readVerdict(reply, name);
  };
}

function callSettings(options: LlmJudgeOptions): object {
  const { temperature = 0, maxOutputTokens = 1000, providerOptions } = options;
  return {
    ...(temperature === null ? {} : { temperature }),
    maxOutputTokens,
    maxTokens: maxOutputTokens, // its name in ai 4
    maxRetries: 0, // somebody waits
    providerOptions: { ...providerOptions, [OWN_OPTIONS]: PAST_THE_CACHE },
  };
}

/** No third word is guessed at. The reply itself may quote the texts, so the error does not. */
function readVerdict({ text, finishReason }: Reply, name: string): boolean {
  const word = text.trim();
  if (finishReason === "stop" && (word === "YES" || word === "NO")) return word === "YES";
  throw new Error(
    `The judge ${name} did not reply YES or NO: ${word.length} characters, finish reason ${finishReason}. ` +
      "A reasoning model may need more maxOutputTokens, another model may keep better to instructions.",
  );
}

function tokensOf(usage: unknown): TokenUsage {
  const { inputTokens, outputTokens, cachedInputTokens } = readUsage(usage);
  const details = isRecord(usage) ? usage.inputTokenDetails : undefined; // ai 6 and 7
  const cacheRead = isRecord(details) ? finite(details.cacheReadTokens) : undefined;
  return { inputTokens, outputTokens, cachedInputTokens: cachedInputTokens ?? cacheRead };
}

function checkOptions(model: unknown, options: LlmJudgeOptions): void {
  const { instructions = "", maxCharacters, maxOutputTokens = 1, temperature } = options;
  const { providerOptions = {} } = options;
  const isTemperature = (temperature ?? 0) >= 0;
  requireOption(
    isModel(model, "doGenerate"),
    "llmJudge: model",
    "a language model of the AI SDK, or its id",
    typeof model,
  );
  requireOption(typeof instructions === "string", "llmJudge: instructions", "text", instructions);
  const count = "a whole number from 1";
  requireOption(isCount(maxCharacters), "llmJudge: maxCharacters", count, maxCharacters);
  requireOption(isCount(maxOutputTokens), "llmJudge: maxOutputTokens", count, maxOutputTokens);
  requireOption(isTemperature, "llmJudge: temperature", "a number from 0, or null", temperature);
  requireOption(
    isRecord(providerOptions),
    "llmJudge: providerOptions",
    "an object of options by provider",
    providerOptions,
  );
}

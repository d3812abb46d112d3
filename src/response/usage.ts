import { isRecord } from "../is-record.ts";
import { type AnswerUsage, finite } from "./answer.ts";

/** The version of the SDK's model specification a result must have the shape of. */
export type SpecificationVersion = "v1" | "v2" | "v3" | "v4";

/** Token usage of any SDK version in one form. */
export function readUsage(usage: unknown): AnswerUsage {
  if (!isRecord(usage)) return {};
  const { inputTokens, outputTokens } = usage;
  if (isRecord(inputTokens) || isRecord(outputTokens)) {
    const input = isRecord(inputTokens) ? inputTokens : {};
    const output = isRecord(outputTokens) ? outputTokens : {};
    return {
      inputTokens: finite(input.total),
      outputTokens: finite(output.total),
      reasoningTokens: finite(output.reasoning),
      cachedInputTokens: finite(input.cacheRead),
    };
  }
  return {
    inputTokens: finite(inputTokens ?? usage.promptTokens),
    outputTokens: finite(outputTokens ?? usage.completionTokens),
    reasoningTokens: finite(usage.reasoningTokens),
    cachedInputTokens: finite(usage.cachedInputTokens),
  };
}

/** Usage in the shape of one SDK version; zero where a count is not known. */
export function writeUsage(version: SpecificationVersion, usage: AnswerUsage): object {
  const { inputTokens = 0, outputTokens = 0, reasoningTokens, cachedInputTokens } = usage;
  switch (version) {
    case "v1":
      return { promptTokens: inputTokens, completionTokens: outputTokens };
    case "v2":
      return {
        inputTokens,
        outputTokens,
        totalTokens: inputTokens + outputTokens,
        ...(reasoningTokens === undefined ? {} : { reasoningTokens }),
        ...(cachedInputTokens === undefined ? {} : { cachedInputTokens }),
      };
    default:
      return {
        inputTokens: {
          total: inputTokens,
          noCache: inputTokens - (cachedInputTokens ?? 0),
          cacheRead: cachedInputTokens ?? 0,
          cacheWrite: 0,
        },
        outputTokens: {
          total: outputTokens,
          text: outputTokens - (reasoningTokens ?? 0),
          reasoning: reasoningTokens ?? 0,
        },
      };
  }
}

import { type Chaotic, type CommonFault, createChaos } from "./chaos.ts";
import type { ChaosPlan } from "./chaos-plan.ts";
import { spoilResult } from "./spoil-result.ts";
import { type StreamFault, spoilStream } from "./spoil-stream.ts";
import { withMembers } from "./with-members.ts";

/** The methods of a language model that {@link chaosModel} disturbs. */
export type ChaosModelMethod = "doGenerate" | "doStream";

/**
 * What {@link chaosModel} can do to a call. `throw`, `delay` and `hang` come before the answer. `empty`
 * and `cut` are answers without text, and with half of it (finish reason `length`; a stream just ends).
 * The others are streams that go wrong on the way: `error-part`, `break` (it rejects), `stall` (nothing
 * more comes) and `slow` (each part takes its time).
 */
export type ModelFault = CommonFault | StreamFault;

/** The plan of {@link chaosModel}. */
export interface ModelChaosPlan extends ChaosPlan<ChaosModelMethod, ModelFault> {
  /** How many parts of a stream come before it goes wrong; a shorter one is left whole. @default 3 */
  readonly afterParts?: number | undefined;
}

/** A language model of the AI SDK, V1 (ai 4) to V4 (ai 7), by what is used of it. */
export interface LanguageModelLike {
  readonly specificationVersion: string;
  readonly provider: string;
  readonly modelId: string;
  doGenerate(options: never): PromiseLike<object>;
  doStream(options: never): PromiseLike<object>;
}

const FAULTS: Readonly<Record<ChaosModelMethod, readonly ModelFault[]>> = {
  doGenerate: ["throw", "delay", "hang", "empty", "cut"],
  doStream: ["throw", "delay", "hang", "empty", "cut", "error-part", "break", "stall", "slow"],
};

/**
 * A language model that fails as planned, over one that works. What waits or hangs ends with the call's
 * abort signal, as a provider's connection does.
 *
 * @throws SemanticCacheError `invalid-options` for a plan that names what is not there.
 * @example
 * const model = chaosModel(openai("gpt-5-mini"), { methods: { doStream: ["ok", "break", "stall"] } });
 */
export function chaosModel<Model extends LanguageModelLike>(
  inner: Model,
  plan: ModelChaosPlan = {},
): Model & Chaotic<ChaosModelMethod, ModelFault> {
  const { call, control, tools } = createChaos<ChaosModelMethod, ModelFault>(
    "chaosModel",
    FAULTS,
    plan,
  );
  let { afterParts = 3 } = plan;
  const members = {
    chaos: {
      ...control,
      use(next: ModelChaosPlan): void {
        control.use(next);
        afterParts = next.afterParts ?? 3;
      },
    },
    doGenerate: async (options: never) =>
      call(
        "doGenerate",
        async (fault) => spoilResult(await inner.doGenerate(options), fault),
        signalOf(options),
      ),
    doStream: async (options: never) => {
      const signal = signalOf(options);
      return call(
        "doStream",
        async (fault) => {
          const result = await inner.doStream(options);
          const stream: unknown = Reflect.get(result, "stream");
          if (fault === "ok" || !(stream instanceof ReadableStream)) return result;
          return {
            ...result,
            stream: spoilStream(stream, fault, { ...tools, afterParts, signal }),
          };
        },
        signal,
      );
    },
  };
  return withMembers(inner, members) as unknown as Model & Chaotic<ChaosModelMethod, ModelFault>;
}

function signalOf(options: object): AbortSignal | undefined {
  const signal: unknown = Reflect.get(options, "abortSignal");
  return signal instanceof AbortSignal ? signal : undefined;
}

import type { LanguageModelLike } from "../../../../src/lookup/verify/llm-judge.ts";
import { modelResult, type Version } from "../../../support/sdk-answer.ts";

/** What a judge was asked, as its provider gets it. */
export interface Asked {
  readonly prompt: readonly { readonly role: string; readonly content: unknown }[];
  readonly [setting: string]: unknown;
}

/** A judge that always replies the same, and remembers what it was asked. */
export interface FakeJudge extends LanguageModelLike {
  readonly asked: Asked[];
  readonly supportedUrls: object;
  /** All text of the only call that was made: the rules, and the texts to be judged. */
  texts(): { readonly rules: string; readonly prompt: string };
}

/** A {@link FakeJudge} of one version of the model specification. */
export function fakeJudge(
  reply: string,
  { version = "v4", ending = {} }: { version?: Version; ending?: object } = {},
): FakeJudge {
  const asked: Asked[] = [];
  return {
    specificationVersion: version,
    provider: "acme",
    modelId: "judge",
    supportedUrls: {},
    asked,
    async doGenerate(options) {
      asked.push(options as Asked);
      const result = modelResult(version, [{ type: "text", text: reply }]);
      return { ...result, warnings: [], ...ending };
    },
    texts() {
      const [rules, prompt] = (asked[0]?.prompt ?? []).map(({ content }) => textOf(content));
      return { rules: rules ?? "", prompt: prompt ?? "" };
    },
  };
}

function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  return (content as readonly { readonly text: string }[]).map(({ text }) => text).join("");
}

import { MockLanguageModelV4 } from "ai/test";
import { supportAnswer } from "./answers.ts";

/**
 * Stands in for a model that uses tools, so that the example runs offline: it looks an order up before it
 * speaks of it, and answers everything else at once. It prints a line when it is called.
 */
export function agentModel(): MockLanguageModelV4 {
  const usage = {
    inputTokens: { total: 12, noCache: 12, cacheRead: 0, cacheWrite: 0 },
    outputTokens: { total: 9, text: 9, reasoning: 0 },
  };

  return new MockLanguageModelV4({
    provider: "offline",
    modelId: "support-agent",
    doGenerate: async ({ prompt }) => {
      const result = toolResult(prompt);
      const order = /order (\d+)/i.exec(question(prompt))?.[1];
      const isLookup = order !== undefined && result === undefined;
      console.log(`  (the model is called${isLookup ? ", and asks for the tool" : ""})`);
      if (isLookup) {
        const input = JSON.stringify({ order });
        const call = { toolCallId: crypto.randomUUID(), toolName: "findOrder", input };
        const finishReason = { unified: "tool-calls" as const, raw: "tool_calls" };
        return { content: [{ type: "tool-call", ...call }], finishReason, usage, warnings: [] };
      }
      const text = order ? `Order ${order} ${result}.` : supportAnswer(question(prompt));
      const finishReason = { unified: "stop" as const, raw: "stop" };
      return { content: [{ type: "text", text }], finishReason, usage, warnings: [] };
    },
  });
}

type Prompt = MockLanguageModelV4["doGenerateCalls"][number]["prompt"];

/** The text of the last user message. */
function question(prompt: Prompt): string {
  const asked = prompt.findLast(({ role }) => role === "user")?.content ?? [];
  const [part] = typeof asked === "string" ? [] : asked;
  return part?.type === "text" ? part.text : "";
}

/** What the tool said last, when that is the last word. */
function toolResult(prompt: Prompt): string | undefined {
  const last = prompt.at(-1);
  const part = last?.role === "tool" ? last.content.at(-1) : undefined;
  if (part?.type !== "tool-result" || part.output.type !== "text") return undefined;
  return part.output.value;
}

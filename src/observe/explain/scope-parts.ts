import type { Hasher } from "../../hash.ts";
import { isRecord } from "../../is-record.ts";
import { canonicalJson } from "../../request/canonical-json.ts";
import type { Conversation } from "../../request/conversation.ts";
import type { CacheablePlan } from "../../request/plan.ts";
import { messageText, type PromptMessage } from "../../request/prompt.ts";
import type { Hex } from "../../store.ts";
import type { ScopePart } from "./explanation.ts";
import { shortened } from "./words.ts";

/** What is known of the scope of a request, besides its plan. */
export interface ScopeFacts {
  readonly hasher: Hasher;
  readonly conversation: Conversation;
  /** The stored conversation that the earlier turns were recognised as, if they were. */
  readonly followed: Hex | undefined;
}

const FINGERPRINT_DIGITS = 8;
const MOST_CHARACTERS = 200;

/** What must be equal before an answer is shared, read from the very values the scope is made of. */
export async function scopeParts(plan: CacheablePlan, facts: ScopeFacts): Promise<ScopePart[]> {
  const { settings, ...others } = plan.identity;
  const named = [...Object.entries(others), ...Object.entries(isRecord(settings) ? settings : {})];
  const parts = named
    .filter(([, value]) => !isEmpty(value))
    .map(([name, value]) => ({
      name: NAMES[name] ?? name,
      text: canonicalJson(value),
      value: describe(name, value),
    }));
  parts.push(...conversationParts(plan, facts));
  return Promise.all(
    parts.map(async ({ name, text, value }) => {
      const hash = await facts.hasher.text(text);
      const fingerprint = hash.slice(0, FINGERPRINT_DIGITS);
      return { name, fingerprint, value: shortened(value, MOST_CHARACTERS) };
    }),
  );
}

/** Names that say more than those of the plan. */
const NAMES: Readonly<Record<string, string>> = {
  format: "keyFormat",
  scope: "callScope",
};

function conversationParts(
  { history, shape, request }: CacheablePlan,
  { conversation, followed }: ScopeFacts,
): (Omit<ScopePart, "fingerprint"> & { readonly text: string })[] {
  const parts = [];
  if (history.exact !== "") {
    const text = followed ?? history.exact;
    parts.push({
      name: "earlierTurns",
      text,
      value: describeHistory(request.messages, conversation, followed),
    });
  }
  if (shape !== "") {
    const last = request.messages.at(-1);
    const value = last?.parts.map(({ type, mediaType }) => [type, mediaType].join(" ").trim());
    parts.push({ name: "questionParts", text: shape, value: value?.join(", ") ?? "" });
  }
  return parts;
}

function describeHistory(
  messages: readonly PromptMessage[],
  conversation: Conversation,
  followed: Hex | undefined,
): string {
  const isRewritten = typeof conversation === "function" && messages.at(-1)?.role === "user";
  if (isRewritten) return "context of conversation()";
  const instructions = messages.findIndex(({ role }) => role !== "system");
  const count = messages.length - instructions - 1;
  if (conversation !== "lineage") return `${count}, to the letter`;
  return followed
    ? `${count}, of a stored conversation`
    : `${count}, of no stored conversation: to the letter`;
}

function describe(name: string, value: unknown): string {
  if (name === "instructions") return (value as PromptMessage[]).map(messageText).join(" ");
  if (name === "tools" && Array.isArray(value)) {
    return value.map((tool) => (isRecord(tool) ? String(tool.name) : "")).join(", ");
  }
  return typeof value === "string" ? value : canonicalJson(value);
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === "") return true;
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

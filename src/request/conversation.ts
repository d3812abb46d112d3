import { saidAtOnce } from "../deadline.ts";
import { SemanticCacheError } from "../errors.ts";
import type { ByteDigests } from "../hash.ts";
import { messageText, type PromptMessage, type PromptPart } from "./prompt.ts";

/**
 * How earlier turns decide what a question means:
 * - `"lineage"`: earlier turns must be the same conversation, where a turn that was answered from the
 *   cache is the same as the turn that stored the answer, however it was worded.
 * - `"exact"`: earlier turns must be equal to the letter.
 * - a function: your own rewriting. `query` is compared by meaning, `context` must be equal.
 */
export type Conversation = "lineage" | "exact" | ConversationFunction;

/** A message, and its text. */
export interface ConversationTurn extends PromptMessage {
  readonly text: string;
}

/**
 * Turns a conversation (without its system messages) into a self-contained question. Must be pure. It
 * is asked when the last turn is a user's; files and tool results of all turns must be equal on top.
 */
export type ConversationFunction = (turns: readonly ConversationTurn[]) => {
  readonly query: string;
  readonly context: string;
};

/** A conversation taken apart: what is compared by meaning, and what must be equal. */
export interface ConversationView {
  /** Text that similarity compares; `undefined` when only an exact hit is possible. */
  readonly query: string | undefined;
  /** Canonical text of the last message, or of the rewritten question. */
  readonly message: string;
  /** The last message without its text: files and options that must be equal. */
  readonly shape: string;
  /** Canonical text of what came before; empty when nothing did. */
  readonly history: {
    readonly exact: string;
    /** The same with assistant turns reduced to what was said. Empty unless lineage is followed. */
    readonly lineage: string;
  };
  /** Canonical text of this conversation continued by an answer, to recognise the next turn by. */
  readonly continued: ((answer: readonly PromptPart[], digests: ByteDigests) => string) | undefined;
}

type Write = (value: unknown, digests?: ByteDigests) => string;

/** Takes a conversation (without system messages) apart. */
export function viewConversation(
  mode: Conversation,
  turns: readonly PromptMessage[],
  write: Write,
): ConversationView {
  const earlier = turns.slice(0, -1);
  const last = turns.at(-1);
  if (typeof mode === "function" && last?.role === "user") return viewRewritten(mode, turns, write);
  const query = last?.role === "user" ? messageText(last) : "";
  const message = write(last);
  const exact = earlier.length === 0 ? "" : write(earlier);
  const follows = mode === "lineage";
  const lineage = follows && exact !== "" ? lineageText(earlier, exact, write) : "";
  return {
    query: query.trim() === "" ? undefined : query,
    message,
    shape: last && isPlainText(last) ? "" : write(last && withoutText(last)),
    history: { exact, lineage },
    continued: follows
      ? (answer, digests) => {
          const turn = write(asSpoken({ role: "assistant", parts: answer }), digests);
          const before = lineage === "" ? "" : `${lineage.slice(1, -1)},`;
          return `[${before}${message},${turn}]`;
        }
      : undefined,
  };
}

/** The earlier turns as they were spoken; mostly that is what they are already. */
function lineageText(earlier: readonly PromptMessage[], exact: string, write: Write): string {
  const isSpokenAlready = earlier.every(
    (message) => message.role !== "assistant" || isPlainText(message),
  );
  return isSpokenAlready ? exact : write(earlier.map(asSpoken));
}

function viewRewritten(
  rewrite: ConversationFunction,
  turns: readonly PromptMessage[],
  write: Write,
): ConversationView {
  const { query, context } = rewritten(rewrite, turns);
  const attached = turns.flatMap(({ parts }) => parts.filter(({ type }) => !isSpoken(type)));
  return {
    query: query.trim() === "" ? undefined : query,
    message: write(query),
    shape: attached.length === 0 ? "" : write(attached),
    history: { exact: context === "" ? "" : write(context), lineage: "" },
    continued: undefined,
  };
}

/** A context that is no text may be a conversation that got lost: nothing is shared on its account. */
function rewritten(
  rewrite: ConversationFunction,
  turns: readonly PromptMessage[],
): ReturnType<ConversationFunction> {
  const said = rewrite(turns.map((turn) => ({ ...turn, text: messageText(turn) })));
  const { query, context } = saidAtOnce("conversation", said);
  if (typeof query === "string" && typeof context === "string") return { query, context };
  throw new SemanticCacheError(
    "invalid-options",
    `conversation must return { query, context }, both text; got ${JSON.stringify({ query, context })}. This call went past the cache.`,
  );
}

function isSpoken(type: string): boolean {
  return type === "text" || type === "reasoning";
}

/** Whether a message is one text and nothing else. */
function isPlainText(message: PromptMessage): boolean {
  const [part, ...others] = message.parts;
  return (
    message.options === undefined &&
    others.length === 0 &&
    part?.type === "text" &&
    part.options === undefined
  );
}

function withoutText(message: PromptMessage): PromptMessage {
  if (message.role !== "user") return message;
  return {
    ...message,
    parts: message.parts.map((part) => (part.type === "text" ? { ...part, text: "" } : part)),
  };
}

/** An assistant turn as it comes back next time, whatever the application kept of it: text, files, calls. */
function asSpoken(message: PromptMessage): PromptMessage {
  if (message.role !== "assistant") return message;
  const text = message.parts.map((part) => (part.type === "text" ? part.text : "")).join("");
  const others = message.parts
    .filter(({ type }) => !isSpoken(type))
    .map(({ options: _options, ...part }) => part as PromptPart);
  return { role: "assistant", parts: [{ type: "text", text }, ...others] };
}

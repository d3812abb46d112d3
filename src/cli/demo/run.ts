import { wrapLanguageModel } from "ai";
import type { CacheModelInfo } from "../../middleware.ts";
import type { TokenUsage } from "../../observe/events.ts";
import type { CacheStats } from "../../observe/stats.ts";
import type { SemanticCacheMetadata } from "../../response/metadata.ts";
import { semanticCache } from "../../semantic-cache.ts";
import { instructions } from "../installed-ai.ts";
import { createJudge } from "./judge.ts";
import { INSTRUCTIONS } from "./knowledge-base.ts";
import { type NearMiss, nearestOther } from "./near-miss.ts";
import type { Question } from "./questions.ts";
import { readStream, type StreamedAnswer, type Turn } from "./read-stream.ts";

/** How a question was answered. */
export type Kind = "exact" | "semantic" | "miss";

/** What became of a question. Durations are milliseconds. */
export interface Outcome {
  readonly question: Question;
  readonly kind: Kind;
  /** Similarity to the cached question that was served or, for a miss, came nearest. */
  readonly similarity: number | undefined;
  readonly firstChunkMs: number;
  readonly totalMs: number;
  readonly tokensSaved: number;
  /** For a miss: the cached question that came nearest, and why it was not good enough. */
  readonly near: NearMiss | undefined;
  /** What the served answer is about, when that is not what was asked. */
  readonly wrongTopic: string | undefined;
}

/** Takes a piece of an answer, how long it took to come, and from where it is. */
export type TextListener = (chunk: string, sinceMs: number, kind: Kind) => void;

/** A model behind a cache, and the conversations that users have with it. */
export interface Run {
  /** @throws the model's error, when there is no answer. */
  ask(question: Question, onText: TextListener): Promise<Outcome>;
  stats(): CacheStats;
  close(): Promise<void>;
}

/** Puts a cache with all its defaults in front of a model. */
export function createRun(model: CacheModelInfo): Run {
  let kind: Kind = "miss";
  const cache = semanticCache({
    onEvent(event) {
      if (event.type === "hit") kind = event.kind;
      if (event.type === "miss") kind = "miss";
    },
  });
  const cachedModel = wrapLanguageModel({ model, middleware: cache } as unknown as Wrapped);
  const conversations = createConversations();
  const judge = createJudge();

  return {
    async ask(question, onText) {
      const { topic } = question;
      const messages = conversations.continueWith(question);
      const hear = (chunk: string, sinceMs: number): void => onText(chunk, sinceMs, kind);
      const answer = await readStream(cachedModel, messages, hear);
      conversations.keep(question, [...messages, { role: "assistant", content: answer.text }]);
      // Answers are stored behind the caller; waiting for it makes all runs of the script the same.
      await cache.flush();
      const { metadata, text } = answer;
      if (metadata.hit) {
        const wrongTopic = judge.wrongTopic(metadata.entryId, { topic, text });
        return { ...hitOutcome(question, answer, metadata), wrongTopic };
      }
      judge.remember(metadata.entryId, { topic, text });
      const call = { model, ...instructions(INSTRUCTIONS), messages };
      return missOutcome(question, answer, await nearestOther(cache, call, metadata.entryId));
    },
    stats: cache.stats,
    close: cache.close,
  };
}

/** The installed SDK's own types are those of one version; the demo runs with four. */
type Wrapped = Parameters<typeof wrapLanguageModel>[0];

interface Conversations {
  continueWith(question: Question): Turn[];
  keep(question: Question, messages: Turn[]): void;
}

function createConversations(): Conversations {
  const messagesByName = new Map<string, Turn[]>();
  return {
    continueWith({ conversation = "", ask }) {
      return [...(messagesByName.get(conversation) ?? []), { role: "user", content: ask }];
    },
    keep({ conversation }, messages) {
      if (conversation !== undefined) messagesByName.set(conversation, messages);
    },
  };
}

function hitOutcome(
  question: Question,
  { firstChunkMs, totalMs }: StreamedAnswer,
  { kind, similarity, savedUsage }: Extract<SemanticCacheMetadata, { hit: true }>,
): Omit<Outcome, "wrongTopic"> {
  const tokensSaved = totalOf(savedUsage);
  return { question, kind, similarity, firstChunkMs, totalMs, tokensSaved, near: undefined };
}

function missOutcome(
  question: Question,
  { firstChunkMs, totalMs }: StreamedAnswer,
  near: NearMiss | undefined,
): Outcome {
  const nothing = { tokensSaved: 0, wrongTopic: undefined };
  const similarity = near?.similarity;
  return { question, kind: "miss", similarity, firstChunkMs, totalMs, near, ...nothing };
}

function totalOf({ inputTokens = 0, outputTokens = 0 }: TokenUsage): number {
  return inputTokens + outputTokens;
}

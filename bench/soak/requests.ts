import type { ModelMessage } from "ai";
import type { SemanticCacheCallOptions } from "../../src/index.ts";
import { monotonicMs } from "./monotonic.ts";

/** Which promise a question is there to check; each kind has subjects of its own. */
export type Kind = "plain" | "tagged" | "versioned" | "judged" | "pinned" | "conversation";

/** One request of a user, and all that must be the same for two requests to share an answer. */
export interface SoakRequest {
  readonly kind: Kind;
  /** Everything that an answer of another request must have in common with this one, in one line. */
  readonly meaning: string;
  readonly modelId: string;
  readonly temperature: number;
  readonly prompt: ModelMessage[];
  readonly directives: SemanticCacheCallOptions;
  /** By which of these its answer can be invalidated: a tag, a namespace. */
  readonly names: readonly string[];
}

/** A request that was answered, to go on from. */
export interface Answered {
  readonly request: SoakRequest;
  readonly text: string;
}

/** How long answers are fresh, in milliseconds. */
export const TTL_MS = 20_000;

const KINDS: readonly Kind[] = [
  ...(["plain", "plain", "plain", "plain"] as const),
  ...(["tagged", "tagged", "versioned", "judged", "pinned", "conversation"] as const),
];
/** Pass the guards for each other: other words for the same. */
const WORDINGS: readonly string[] = [
  "How do I {}?",
  "How can I {}?",
  "how do i {}",
  "Please, how do I {}?",
  "What is the way to {}?",
  "Tell me how to {}.",
  "How should I {}?",
];
const VERBS = ["clean", "replace", "sell"];
const THINGS = ["printer", "window"];
const TENANTS = ["acme", "umbrella", "a*", "a"];
const ROOMS = 5;
/** A document gets a new version so often, in milliseconds. */
const VERSION_MS = 3_000;

/** A question of some kind, or the next turn of a conversation. */
export function randomRequest(random: () => number, answered: readonly Answered[]): SoakRequest {
  const dice: Dice = {
    chance: (share) => random() < share,
    pick: (items) => items[Math.floor(random() * items.length)] as never,
  };
  const earlier = dice.chance(0.2) && answered.length > 0 ? dice.pick(answered) : undefined;
  if (earlier) return nextTurn(earlier, askAbout(dice, `${dice.pick(VERBS)} its spare parts`));
  // Some rooms are asked about often, most seldom.
  return firstTurn(dice, dice.pick(KINDS), Math.floor(ROOMS * random() ** 3));
}

interface Dice {
  chance(share: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
}

function firstTurn(dice: Dice, kind: Kind, room: number): SoakRequest {
  const { chance, pick } = dice;
  const tenant = chance(0.7) ? "acme" : pick(TENANTS);
  const system = chance(0.8) ? "You are brief." : "You are polite.";
  const user = chance(0.1) ? pick(["ann", "bob"]) : undefined;
  const modelId = chance(0.1) ? "soak-2" : "soak-1";
  const temperature = chance(0.1) ? 0.7 : 0;
  const question = askAbout(dice, `${pick(VERBS)} the ${pick(THINGS)} in ${kind} room ${room}`);
  const version = String(Math.floor(monotonicMs() / VERSION_MS));
  const document = `${kind}-${room}`;
  return {
    ...{ kind, modelId, temperature },
    meaning: [
      ...[tenant, user ?? "-", system, modelId, temperature],
      ...(kind === "versioned" ? [`version ${version}`] : []),
      question.meaning,
    ].join("/"),
    prompt: [
      { role: "system", content: system },
      { role: "user", content: question.text },
    ],
    directives: {
      namespace: tenant,
      ...(user && { scope: user }),
      ...(kind === "tagged" && { tags: [document] }),
      ...(kind === "versioned" && { dependsOn: [{ id: document, version }] }),
    },
    names: [`namespace ${tenant}`, ...(kind === "tagged" ? [`tag ${document}`] : [])],
  };
}

interface Question {
  readonly text: string;
  readonly meaning: string;
}

function askAbout({ pick }: Dice, task: string): Question {
  return { text: pick(WORDINGS).replace("{}", task), meaning: task };
}

function nextTurn({ request, text }: Answered, { text: content, meaning }: Question): SoakRequest {
  return {
    ...request,
    meaning: `${request.meaning} > ${meaning}`,
    prompt: [...request.prompt, { role: "assistant", content: text }, { role: "user", content }],
  };
}

/** What a question is about, whatever its words: for its vector. */
export function taskOf(text: string): string {
  return /(?:do i|can i|should i|way to|how to) (.*?)[.?]?$/i.exec(text)?.[1] ?? text;
}

/** Call options as `generateText` of ai 7 hands them to a middleware. */
export interface CallOptions {
  readonly prompt: readonly PromptMessage[];
  readonly [option: string]: unknown;
}

type PromptMessage =
  | { readonly role: "system"; readonly content: string }
  | {
      readonly role: "user" | "assistant";
      readonly content: readonly { readonly type: "text"; readonly text: string }[];
    };

const WORDS =
  `the customer asks how an order is paid for when a card was declined and which address the
  invoice goes to before delivery may start again after two days of waiting without any notice from our
  warehouse in Leipzig where "express" parcels leave at noon unless it rains so please explain shortly`
    .split(/\s+/)
    .map((word, index) => (index % 13 === 12 ? `${word}.\n` : word));

/** Readable text of about `characters` characters; another seed gives another text from the first word on. */
export function textOf(characters: number, seed: number): string {
  let state = seed * 2_654_435_761 + 1;
  const words = [`Case ${seed}:`];
  for (let length = 0; length < characters; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const word = WORDS[state % WORDS.length] ?? "";
    words.push(word);
    length += word.length + 1;
  }
  return words.join(" ").slice(0, characters);
}

/** A call that carries these messages. */
export function callOptions(prompt: readonly PromptMessage[]): CallOptions {
  return {
    maxOutputTokens: undefined,
    temperature: 0,
    topP: undefined,
    topK: undefined,
    presencePenalty: undefined,
    frequencyPenalty: undefined,
    stopSequences: undefined,
    seed: undefined,
    reasoning: undefined,
    tools: undefined,
    toolChoice: { type: "auto" },
    responseFormat: undefined,
    prompt,
    providerOptions: undefined,
    abortSignal: undefined,
    headers: { "user-agent": "ai/7.0.173" },
  };
}

/** A system message. */
export function system(content: string): PromptMessage {
  return { role: "system", content };
}

/** A message of one text. */
export function said(role: "user" | "assistant", text: string): PromptMessage {
  return { role, content: [{ type: "text", text }] };
}

/** Equal calls that share nothing with the given ones, as the next request over the network would be. */
export function sentAgain(calls: readonly CallOptions[]): CallOptions[] {
  return calls.map((call) => structuredClone(call));
}

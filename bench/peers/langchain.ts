import { loadOrThrow } from "./load.ts";
import { type Asked, MODEL, type Peer } from "./peer.ts";
import { type Source, TOKENS } from "./source.ts";

type Message = readonly [role: string, text: string];

interface Reply {
  readonly content: string;
  readonly usage_metadata?: { readonly total_tokens: number } | undefined;
}

interface ChatModel {
  invoke(messages: readonly Message[]): Promise<Reply>;
  stream(messages: readonly Message[]): Promise<AsyncIterable<Reply>>;
}

interface ChatModels {
  readonly BaseChatModel: new (fields: { readonly cache: object }) => object;
}

interface Messages {
  readonly AIMessage: new (fields: object) => Reply;
  readonly AIMessageChunk: new (fields: object) => Reply;
}

interface Outputs {
  readonly ChatGenerationChunk: new (fields: object) => object;
}

interface Caches {
  readonly InMemoryCache: new () => object;
}

interface LangChainMessage {
  readonly type: string;
  readonly content: string;
}

const USAGE = { input_tokens: 10, output_tokens: 20, total_tokens: TOKENS };

/** The in-memory cache of LangChain, on a chat model of its own kind. */
export const langchainCache: Peer = {
  name: "LangChain InMemoryCache",
  package: "@langchain/core/caches",
  finds: "same request",
  through: "model.invoke",
  async open({ source }) {
    const { InMemoryCache } = await loadOrThrow<Caches>("@langchain/core/caches");
    const create = await chatModels(source, new InMemoryCache());
    const models = new Map<string, ChatModel>();
    function modelOf({ model = MODEL }: Asked): ChatModel {
      const known = models.get(model) ?? create(model);
      models.set(model, known);
      return known;
    }
    async function ask(asked: Asked) {
      const { content, usage_metadata } = await modelOf(asked).invoke(messagesOf(asked));
      return { text: content, tokens: usage_metadata?.total_tokens };
    }
    async function* stream(asked: Asked): AsyncGenerator<string> {
      for await (const { content } of await modelOf(asked).stream(messagesOf(asked))) yield content;
    }
    return { ask, stream, store: ask };
  },
};

/** Chat models over the source. LangChain's interface is a base class, so this has to be one. */
async function chatModels(source: Source, cache: object): Promise<(name: string) => ChatModel> {
  const { BaseChatModel } = await loadOrThrow<ChatModels>(
    "@langchain/core/language_models/chat_models",
  );
  const { AIMessage, AIMessageChunk } = await loadOrThrow<Messages>("@langchain/core/messages");
  const { ChatGenerationChunk } = await loadOrThrow<Outputs>("@langchain/core/outputs");

  return (name) => {
    const answer = (messages: LangChainMessage[]) => source.answer(askedIn(messages, name));
    class BenchModel extends BaseChatModel {
      _llmType(): string {
        return "bench";
      }
      _identifyingParams(): object {
        return { model: name };
      }
      async _generate(messages: LangChainMessage[]): Promise<object> {
        const text = await answer(messages);
        const message = new AIMessage({ content: text, usage_metadata: USAGE });
        return { generations: [{ text, message }] };
      }
      async *_streamResponseChunks(messages: LangChainMessage[]): AsyncGenerator<object> {
        for (const text of (await answer(messages)).match(/.{1,16}/gs) ?? []) {
          yield new ChatGenerationChunk({ text, message: new AIMessageChunk({ content: text }) });
        }
      }
    }
    return new BenchModel({ cache }) as unknown as ChatModel;
  };
}

function messagesOf({ question, system }: Asked): Message[] {
  return [...(system === undefined ? [] : [["system", system] as const]), ["human", question]];
}

function askedIn(messages: readonly LangChainMessage[], model: string): Asked {
  const system = messages.find(({ type }) => type === "system")?.content;
  const question = messages.at(-1)?.content ?? "";
  return { question, model, ...(system !== undefined && { system }) };
}

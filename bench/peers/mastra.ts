import { loadOrThrow } from "./load.ts";
import { type Asked, MODEL, type Peer } from "./peer.ts";
import { answered } from "./through-sdk.ts";

interface CallOptions {
  readonly requestContext?: unknown;
}

interface Agent {
  generate(
    question: string,
    options: CallOptions,
  ): Promise<{ readonly text: string; readonly usage: { readonly totalTokens?: number } }>;
  stream(
    question: string,
    options: CallOptions,
  ): Promise<{ readonly textStream: AsyncIterable<string> }>;
}

interface Agents {
  readonly Agent: new (options: object) => Agent;
}

interface Caches {
  readonly InMemoryServerCache: new (options: { readonly maxSize: number }) => object;
}

interface Processors {
  readonly ResponseCache: (new (options: {
    readonly cache: object;
  }) => object) & {
    context(options: { readonly scope: string }): unknown;
  };
}

/** `ResponseCache` of Mastra on an agent, as its reference page shows it; tenants by `scope`. */
export const mastra: Peer = {
  name: "Mastra ResponseCache",
  package: "@mastra/core/agent",
  finds: "same request",
  through: "agent.generate",
  async open({ source, entries }) {
    const { Agent } = await loadOrThrow<Agents>("@mastra/core/agent");
    const { InMemoryServerCache } = await loadOrThrow<Caches>("@mastra/core/cache");
    const { ResponseCache } = await loadOrThrow<Processors>("@mastra/core/processors");
    const cache = new InMemoryServerCache({ maxSize: entries });
    const agents = new Map<string, Agent>();

    function agentOf({ model = MODEL, system = "You answer questions." }: Asked): Agent {
      const id = JSON.stringify([model, system]);
      const parts = {
        id: "bench",
        name: "Bench",
        instructions: system,
        model: source.model(model),
      };
      const inputProcessors = [new ResponseCache({ cache })];
      const known = agents.get(id) ?? new Agent({ ...parts, inputProcessors });
      agents.set(id, known);
      return known;
    }
    const optionsOf = ({ tenant }: Asked): CallOptions =>
      tenant === undefined ? {} : { requestContext: ResponseCache.context({ scope: tenant }) };
    async function ask(asked: Asked) {
      return answered(await agentOf(asked).generate(asked.question, optionsOf(asked)));
    }
    async function* stream(asked: Asked): AsyncGenerator<string> {
      yield* (await agentOf(asked).stream(asked.question, optionsOf(asked))).textStream;
    }
    return { ask, stream, store: ask };
  },
};

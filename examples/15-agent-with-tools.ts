// An agent with tools behind the cache: which of its steps are answered from the cache, and which never.
import { ToolLoopAgent, tool, wrapLanguageModel } from "ai";
import { semanticCache, semanticCacheMetadata } from "ai-sdk-semantic-cache";
import { z } from "zod";
import { agentModel } from "./support/agent-model.ts";

const orders = new Map([["10273", "is on its way"]]);

const cache = semanticCache({
  onEvent(event) {
    if (event.type === "not-stored") console.log(`  not stored: ${event.reason}`);
  },
});

const agent = new ToolLoopAgent({
  model: wrapLanguageModel({ model: agentModel(), middleware: cache }),
  instructions: "You are the support desk of Kettle & Crane.",
  tools: {
    findOrder: tool({
      description: "Says where an order is.",
      inputSchema: z.object({ order: z.string() }),
      execute: ({ order }) => {
        console.log("  (the tool runs)");
        return orders.get(order) ?? "is not known";
      },
    }),
  },
});

await ask("What is your refund policy?");
await ask("Tell me about your refund policy"); // no tool is needed: a hit like any other

await ask("Where is order 10273?");
await ask("Where is order 10273?"); // the tool runs again; what to say of its result is known
await ask("Tell me where order 10273 is"); // after a tool's result, only the very same question hits
orders.set("10273", "was delivered");
await ask("Where is order 10273?"); // another result, another answer

// A tool that only depends on its text can be cached itself, by meaning.
const searchHandbook = cache.wrap(
  async (query: string) => {
    console.log("  (the handbook is searched)");
    return `Chapter 4, found by "${query}"`;
  },
  { name: "searchHandbook", ttl: "7d" },
);
for (const query of ["how do I clean the grinder", "How can I clean the grinder?"]) {
  console.log(query);
  console.log(`  ${await searchHandbook(query)}`);
  await cache.flush();
}

async function ask(prompt: string): Promise<void> {
  console.log(prompt);
  const { steps, text } = await agent.generate({ prompt });
  const told = steps.map(({ providerMetadata }) => semanticCacheMetadata(providerMetadata));
  console.log(`  ${text}`);
  console.log(
    `  steps: ${told.map((step) => (step?.hit ? `${step.kind} hit` : "model")).join(", ")}`,
  );
  await cache.flush();
}

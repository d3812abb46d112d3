import { env, waitUntil } from "cloudflare:workers";
import { Index } from "@upstash/vector/cloudflare";
import { createChat } from "./chat.ts";

const chat = createChat({
  apiKey: env.OPENAI_API_KEY,
  baseURL: env.OPENAI_BASE_URL,
  index: new Index({
    url: env.UPSTASH_VECTOR_REST_URL,
    token: env.UPSTASH_VECTOR_REST_TOKEN,
    retry: { retries: 1 },
  }),
  waitUntil,
});

export default {
  async fetch(request: Request): Promise<Response> {
    if (request.method !== "POST") return new Response("POST a chat here.", { status: 405 });
    return chat(request);
  },
};

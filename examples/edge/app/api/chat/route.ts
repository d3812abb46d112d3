import { Index } from "@upstash/vector";
import { createChat } from "../../../chat.ts";

export const runtime = "edge";

const chat = createChat({
  apiKey: process.env.OPENAI_API_KEY ?? "",
  baseURL: process.env.OPENAI_BASE_URL,
  index: new Index({
    url: process.env.UPSTASH_VECTOR_REST_URL ?? "",
    token: process.env.UPSTASH_VECTOR_REST_TOKEN ?? "",
    retry: { retries: 1 },
  }),
});

export async function POST(request: Request): Promise<Response> {
  return chat(request);
}

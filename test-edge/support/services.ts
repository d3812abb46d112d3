import { type OpenAiService, startOpenAi } from "./openai-service.ts";
import { startVector, type VectorService } from "./vector-service.ts";

/** What the edge example speaks to, on this machine. */
export interface Services {
  readonly openAi: OpenAiService;
  readonly vector: VectorService;
  /** What the example needs to find them. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Starts all of it, empty. */
export async function startServices(): Promise<Services> {
  const [openAi, vector] = await Promise.all([startOpenAi(), startVector()]);
  return {
    openAi,
    vector,
    environment: {
      OPENAI_API_KEY: "none-needed",
      OPENAI_BASE_URL: openAi.url,
      UPSTASH_VECTOR_REST_URL: vector.url,
      UPSTASH_VECTOR_REST_TOKEN: vector.token,
    },
    async close() {
      await Promise.all([openAi.close(), vector.close()]);
    },
  };
}

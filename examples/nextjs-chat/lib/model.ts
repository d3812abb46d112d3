import { createOpenAI, openai } from "@ai-sdk/openai";
import { type LanguageModel, wrapLanguageModel } from "ai";
import { cache } from "@/lib/cache";
import { startStandIn } from "@/lib/stand-in";

const MODEL = "gpt-5-mini";

/** The model behind the cache: OpenAI's with `OPENAI_API_KEY`, else the stand-in, under a name of its own. */
export async function openModel(): Promise<LanguageModel> {
  const provider = process.env.OPENAI_API_KEY
    ? openai
    : createOpenAI({ name: "stand-in", baseURL: await startStandIn(), apiKey: "none-needed" });
  return wrapLanguageModel({ model: provider.chat(MODEL), middleware: cache });
}

/**
 * `npm run demo`: the `demo` command from the sources. With `OPENAI_API_KEY` it asks the OpenAI API
 * instead of the stand-in, for gpt-5-mini or the model that `--model` names.
 */
import { openai } from "@ai-sdk/openai";
import { main } from "../src/cli/main.ts";

const real = process.env.OPENAI_API_KEY ? ["--model", "gpt-5-mini"] : [];
globalThis.AI_SDK_DEFAULT_PROVIDER = openai;
process.exitCode = await main(["demo", ...real, ...process.argv.slice(2)]);

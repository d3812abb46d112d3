import { Command } from "commander";
import { addCacheOptions, type CacheFlags, STORES_HELP } from "../cache-flags.ts";
import { EXIT, type SetExitCode } from "../exit.ts";
import { neighboursText } from "../inspect/neighbours-text.ts";
import { instructions } from "../installed-ai.ts";
import { languageModel } from "../language-model.ts";
import { type OpenCache, withCache } from "../open-cache.ts";
import { outputPaint, print, printJson } from "../output.ts";
import { parseLimit } from "../parse-limit.ts";

const HELP = `${STORES_HELP}
With a model (of your config, or --model) the question is planned as your application would ask it: its
scope, the exact key, guards, threshold, verdict. Say your instructions with --system: they are part of
the scope. Without a model, the nearest stored questions of all scopes are listed. Serves and stores
nothing; the embedding model is asked once, and the verifier only with --verify.

Examples:
  $ npx ai-sdk-semantic-cache inspect "How do I reset my password?" --store file:semantic-cache.db
  $ npx ai-sdk-semantic-cache inspect "and in winter?" --model openai/gpt-5-mini --system "You are …"

Exit codes: 0 explained, 2 the store, the model or the command line cannot be used.
`;

interface Flags extends CacheFlags {
  readonly model?: string;
  readonly system?: string;
  readonly verify?: boolean;
  readonly limit: number;
}

/** `inspect`: why a question would hit or miss. */
export function inspectCommand(setExitCode: SetExitCode): Command {
  const command = new Command("inspect")
    .summary("why a question would hit or miss, and what is near it")
    .description("Explains what the cache would do with a question.")
    .argument("<text>", "the question");
  return addCacheOptions(command, "partition of the cache the question is asked in")
    .option("-m, --model <id>", "language model, by an id of your AI SDK; or the config's model")
    .option("--system <text>", "instructions the application sends along")
    .option("--verify", "also ask the verifier, which may cost a call")
    .option("-l, --limit <number>", "most neighbours to list", parseLimit, 10)
    .addHelpText("after", HELP)
    .action(async (text: string, flags: Flags) => {
      await withCache(flags, (opened) => inspect(opened, text, flags));
      setExitCode(EXIT.ok);
    });
}

async function inspect(opened: OpenCache, text: string, flags: Flags): Promise<void> {
  const model = flags.model ?? opened.model;
  if (model === undefined) return listNeighbours(opened, text, flags);
  const { system = "", verify = false, json } = flags;
  const explanation = await opened.cache.explain({
    model: await languageModel(model),
    prompt: text,
    ...(system === "" ? {} : instructions(system)),
    verify,
  });
  if (json) printJson(explanation);
  else print(explanation.text);
}

/** What is further away than so many others is near to nothing. */
const MOST_NEIGHBOURS = 1_000;

async function listNeighbours(opened: OpenCache, text: string, flags: Flags): Promise<void> {
  const { namespace, limit, json } = flags;
  const most = Math.min(limit, MOST_NEIGHBOURS);
  const near = await opened.cache.neighbours({ text, namespace, limit: most });
  if (json) printJson(near);
  else print(neighboursText(near, { address: opened.address, paint: outputPaint() }));
}

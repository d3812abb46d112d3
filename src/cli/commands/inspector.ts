import { once } from "node:events";
import { Command, InvalidArgumentError } from "commander";
import { addCacheOptions, type CacheFlags, STORES_HELP } from "../cache-flags.ts";
import { EXIT, type SetExitCode } from "../exit.ts";
import { openBrowser } from "../inspector/open-browser.ts";
import { tokenDoor } from "../inspector/token-door.ts";
import { serveWeb } from "../inspector/web-server.ts";
import { interruptible } from "../interrupt.ts";
import { withCache } from "../open-cache.ts";
import { print, printJsonLine, say } from "../output.ts";

const HELP = `
The page shows what the store holds: entries, namespaces, sizes, nearest neighbours. Statistics and the live
feed are those of this process; to see your application's, mount cacheInspector() in it.

It is served to this machine only, and only to who has the URL that is printed: a token is in it, which
your browser keeps as a cookie. The next start has another one.

Examples:
  $ npx ai-sdk-semantic-cache inspector --store redis://localhost:6379 --open
      look at it in the browser
  $ npx ai-sdk-semantic-cache inspector --store file:semantic-cache.db --write
      also pin, delete and invalidate

Exit codes: 0 ended by Ctrl-C, 2 the store or the port cannot be used.
`;

/** Nothing is asked of this process: what there is to see is what the store holds. */
const FIRST_VIEW = "#entries";

/** What the command line said. */
interface Flags extends CacheFlags {
  readonly port?: number;
  readonly write?: boolean;
  readonly open?: boolean;
}

/** `inspector`: the inspector page over a store, for this machine. */
export function inspectorCommand(setExitCode: SetExitCode): Command {
  const command = new Command("inspector")
    .summary("look into a store in the browser")
    .description(
      "Serves the inspector page over your store on this machine until Ctrl-C. It only reads, unless you say --write.",
    );
  return addCacheOptions(command, false)
    .option("-p, --port <number>", "port to listen on, instead of a free one", parsePort)
    .option("--write", "let the page pin, delete and invalidate")
    .option("--open", "open the page in your browser")
    .addHelpText("after", `${STORES_HELP}${HELP}`)
    .action(async (flags: Flags) => {
      await run(flags);
      setExitCode(EXIT.ok);
    });
}

async function run(flags: Flags): Promise<void> {
  const { cacheInspector } = await import("../../inspector/index.ts");
  const { port, write = false } = flags;
  await withCache(flags, async (opened) => {
    const door = tokenDoor(crypto.randomUUID());
    const options = { authorize: door.authorize, readOnly: !write };
    const inspector = cacheInspector(opened.cache, options);
    const server = await serveWeb(door.before(inspector), { port });
    await interruptible(async (signal) => {
      await announce(`${door.url(server.origin)}${FIRST_VIEW}`, opened.address, flags);
      if (!signal.aborted) await once(signal, "abort");
    }).finally(server.close);
  });
}

async function announce(url: string, store: string, flags: Flags): Promise<void> {
  const { json, write = false, open = false } = flags;
  if (json) printJsonLine({ url, store, readOnly: !write });
  else print(url);
  say(`${store}, ${write ? "read and write" : "read-only"}. Ctrl-C ends it.`);
  if (open && !(await openBrowser(url))) say("No browser was found: open the URL yourself.");
}

function parsePort(text: string): number {
  const port = text.trim() === "" ? Number.NaN : Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError("Say a port from 1 to 65535, or 0 for a free one.");
}

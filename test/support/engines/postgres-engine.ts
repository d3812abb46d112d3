import { spawnSync } from "node:child_process";
import { chownSync, cpSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { Client } from "pg";
import { findProgram, hasPgvector, INSTALLED } from "./find-program.ts";
import type { RunningEngine } from "./redis-engine.ts";
import { type Command, firstAnswer, freePort, startServer } from "./server-process.ts";

/** The user "nobody" on Linux. PostgreSQL refuses to run as root. */
const NOBODY = 65_534;

/** Nothing it holds has to survive, and it listens to this machine only. */
const SETTINGS =
  "listen_addresses=127.0.0.1 unix_socket_directories= max_connections=200 jit=off " +
  "fsync=off synchronous_commit=off full_page_writes=off";

/** PostgreSQL with pgvector: the server at `url`, or a new one; `undefined` when the machine has none. */
export async function startPostgres(url: string | undefined): Promise<RunningEngine | undefined> {
  if (url) return { url, name: await firstAnswer(() => nameOf(url)) };
  const found = findProgram("postgres", hasPgvector);
  if (!found) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "semantic-cache-postgres-"));
  if (isRoot()) chownSync(folder, NOBODY, NOBODY);
  const postgres = readableCopy(found, folder);
  const data = join(folder, "data");
  createCluster(postgres, data);

  const port = await freePort();
  const settings = SETTINGS.split(" ").flatMap((setting) => ["-c", setting]);
  const command = asOrdinaryUser(postgres, "-D", data, "-p", String(port), ...settings);
  const server = startServer({ command, folder, signal: "INT" });
  const own = `postgres://postgres@127.0.0.1:${port}/postgres`;
  return { url: own, name: await firstAnswer(() => nameOf(own), server), server };
}

/** `postgres` itself, or a copy in `folder` when the ordinary user may not enter where it was installed. */
function readableCopy(postgres: string, folder: string): string {
  if (!postgres.startsWith(INSTALLED)) return postgres;
  const [program, ...args] = asOrdinaryUser(postgres, "--version");
  if (spawnSync(program, args).status === 0) return postgres;
  const copy = join(folder, "programs");
  cpSync(realpathSync(INSTALLED), copy, { recursive: true, verbatimSymlinks: true });
  return join(copy, relative(INSTALLED, postgres));
}

function createCluster(postgres: string, data: string): void {
  const options = "-U postgres -A trust -E UTF8 --no-locale --no-sync".split(" ");
  const initdb = join(postgres, "../initdb");
  const [program, ...args] = asOrdinaryUser(initdb, "-D", data, ...options);
  const { status, stderr } = spawnSync(program, args, { encoding: "utf8" });
  if (status === 0) return;
  rmSync(join(data, ".."), { recursive: true, force: true });
  throw new Error(`${initdb} failed with ${status}:\n${stderr}`);
}

function asOrdinaryUser(...command: Command): Command {
  if (!isRoot()) return command;
  return ["setpriv", `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups", ...command];
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** What a server and its extension are: `PostgreSQL 17.5 with pgvector 0.8.0`. */
async function nameOf(url: string): Promise<string> {
  const client = new Client({ connectionString: url });
  client.on("error", () => {}); // the calls below reject with it
  try {
    await client.connect();
    const { rows } = await client.query<{ server: string; pgvector: string | null }>(
      `select split_part(current_setting('server_version'), ' ', 1) as server,
        (select default_version from pg_available_extensions where name = 'vector') as pgvector`,
    );
    const { server, pgvector } = rows[0] ?? {};
    if (!pgvector) throw new Error(`PostgreSQL ${server} has no extension pgvector.`);
    return `PostgreSQL ${server} with pgvector ${pgvector}`;
  } finally {
    await client.end();
  }
}

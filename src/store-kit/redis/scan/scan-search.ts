import type { Match, SearchQuery } from "../../../store.ts";
import { createSurvivors } from "../../sketch-scan.ts";
import { partCommand } from "../script-command.ts";
import type { VectorIndexTools } from "../vector-index.ts";
import { createFindings, type Findings } from "./findings.ts";
import type { Mirror } from "./mirror.ts";
import { createProbes, type Probes } from "./probe.ts";
import type { Mirrors } from "./scan-index.ts";
import { FORGET } from "./scan-scripts.ts";
import { type SpaceKeys, spaceScript } from "./space-keys.ts";
import { loadMirror, type Synced } from "./sync.ts";

/** How many rows are read at first: with the entries and the news they stay below 0.1 MB at 1,536 dimensions. */
const NOMINEES = 24;
/** How many at most. */
const MOST_NOMINEES = 128;
/** Rows are read so many times as deep as the best of them lies: what lies deeper is hardly better. */
const DEPTH_FACTOR = 4;
/** How many entries are read on a guess, before any row is known: more where a round trip costs more. */
const GUESSED = { mirror: 2, stateless: 8 } as const;
/** When nothing is this near to the threshold, nothing deeper will reach it. */
const HOPELESS = 0.02;
const MOST_ROUNDS = 5;

/** Searches one scope and space; `mirrors` remembers what was loaded. */
export async function scanSearch(
  query: SearchQuery,
  keys: SpaceKeys,
  { commands, keys: names, records }: VectorIndexTools,
  mirrors: Mirrors | undefined,
): Promise<readonly Match[]> {
  const findings = createFindings(query, names, keys, records);
  const kept = mirrors?.get(keys.packed)?.synced;
  let synced = kept ?? (await load());
  let probes = createProbes(query.vector, synced.mirror.mean);
  let question = kept?.question;
  const { nominate, rivalsOf } = nominator(query.threshold);
  const guessed = mostGuessed(query, mirrors === undefined);

  for (let round = 0; round < MOST_ROUNDS; round++) {
    const nominees = nominate(synced.mirror, probes);
    const rivals = rivalsOf(synced.mirror, probes, findings, nominees);
    const entries = findings.wanted(nominees.slice(0, guessed));
    const nearest = findings.unread([...new Set([...nominees, ...rivals])]);
    const rows = nearest.filter((id) => !entries.includes(id)); // an entry has its vector
    const reading = findings.read(rows, entries);
    if (!question && reading.length === 0) break;
    const replies = await commands.send(question ? [question, ...reading] : reading);
    await findings.take(rows, entries, question ? replies.slice(1) : replies);
    if (question) {
      synced = keep(synced.follow(replies[0]) ?? (await load()));
      probes = createProbes(query.vector, synced.mirror.mean);
      question = undefined;
    }
  }
  forget(findings.gone());
  return findings.matches();

  async function load(): Promise<Synced> {
    return keep(await loadMirror(commands, keys, mirrors !== undefined));
  }

  /** An empty mirror saves nothing. Most scopes of conversations are searched once, and then left. */
  function keep(found: Synced): Synced {
    const isUseful = found.question !== undefined && (found.mirror.size > 0 || kept !== undefined);
    if (isUseful) mirrors?.set(keys.packed, { synced: found, bytes: found.mirror.bytes });
    return found;
  }

  /** Nobody waits for it: what is gone is no match, whether it is forgotten or not. */
  function forget(ids: readonly string[]): void {
    if (ids.length === 0) return;
    const entryKeys = ids.map((id) => names.entry(query.scope, id));
    commands.send([partCommand(spaceScript(FORGET, keys, ids, entryKeys))]).catch(() => {});
  }
}

function mostGuessed({ limit }: SearchQuery, isStateless: boolean): number {
  return isStateless ? Math.min(2 * limit, GUESSED.stateless) : Math.min(limit, GUESSED.mirror);
}

/** Who asks mirrors for ids, on behalf of one search. */
interface Nominator {
  /** The ids that a mirror nominates. Asked again only when it has changed. */
  nominate(mirror: Mirror, probes: Probes): readonly string[];
  /** Ids that may be nearer than the best row met, when there are more than were nominated. */
  rivalsOf(
    mirror: Mirror,
    probes: Probes,
    findings: Findings,
    nominees: readonly string[],
  ): readonly string[];
}

function nominator(threshold: number): Nominator {
  const survivors = createSurvivors();
  let last: { mirror: Mirror; version: number; ids: readonly string[] } | undefined;
  return {
    nominate(mirror, probes) {
      const { version } = mirror;
      if (last?.mirror !== mirror || last.version !== version) {
        const ids = mirror.nominate(probes(threshold), NOMINEES, survivors);
        last = { mirror, version, ids };
      }
      return last.ids;
    },
    rivalsOf(mirror, probes, findings, nominees) {
      const best = findings.best();
      if (nominees.length < NOMINEES || !best || best.similarity < threshold - HOPELESS) return [];
      const probe = probes(Math.max(best.similarity, threshold));
      const order = mirror.nominate(probe, MOST_NOMINEES, survivors);
      const depth = order.indexOf(best.id) + 1;
      return order.slice(0, Math.max(NOMINEES, DEPTH_FACTOR * depth));
    },
  };
}

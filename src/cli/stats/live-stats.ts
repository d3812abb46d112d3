import { SemanticCacheError } from "../../errors.ts";
import type { Overview } from "../../inspector/contract.ts";
import { isRecord } from "../../is-record.ts";
import { messageOf } from "../text/message-of.ts";

/** What is read of an inspector. */
export type LiveStats = Pick<Overview, "version" | "store" | "size" | "namespaces" | "stats">;

const TIMEOUT_MS = 10_000;

/**
 * What the inspector of a running application says: `api/overview` below the address of its page.
 *
 * @throws SemanticCacheError `invalid-options` where nothing answers, or something else does. The query of
 * the address may hold a token: it is never part of the message.
 */
export async function liveStats(page: string, headers: readonly string[]): Promise<LiveStats> {
  if (!/^https?:/i.test(page) || !URL.canParse(page)) {
    throw failed("--from must be the URL of an inspector, with http:// or https://; got none.");
  }
  const { origin, pathname, search } = new URL(page);
  const place = `${origin}${pathname.replace(/\/$/, "")}`;
  const answer = await fetchOverview(`${place}/api/overview${search}`, place, headers);
  if (isOverview(answer)) return answer;
  throw failed(`--from ${place}: there is no inspector of ai-sdk-semantic-cache at this address.`);
}

/** Other servers answer JSON, too; what has these parts is ours. */
function isOverview(answer: unknown): answer is LiveStats {
  return (
    isRecord(answer) &&
    isRecord(answer.store) &&
    Array.isArray(answer.namespaces) &&
    isRecord(answer.stats) &&
    [answer.stats.hits, answer.stats.saved, answer.stats.latency].every(isRecord)
  );
}

async function fetchOverview(
  url: string,
  place: string,
  lines: readonly string[],
): Promise<unknown> {
  let response: Response;
  try {
    const headers = new Headers(lines.map(headerOf));
    response = await fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (error) {
    if (SemanticCacheError.isInstance(error)) throw error;
    throw failed(
      `--from ${place}: nothing answers (${messageOf(error)}). Is the application running?`,
    );
  }
  if (response.ok) return response.json().catch(() => undefined);
  const isRefused = response.status === 401 || response.status === 403;
  throw failed(
    isRefused
      ? `--from ${place}: it wants to know who asks (${response.status}). Say the URL with its ?token=, or --header "authorization: …".`
      : `--from ${place}: it answers ${response.status}. Say the address at which the inspector's page opens.`,
  );
}

function headerOf(line: string): [name: string, value: string] {
  const [, name = "", value = ""] = /^([^:\s]+):\s*(.*)$/.exec(line) ?? [];
  if (name) return [name, value];
  throw failed('--header must be a name and a value, such as "authorization: Bearer …"; got none.');
}

function failed(message: string): SemanticCacheError {
  return new SemanticCacheError("invalid-options", message);
}

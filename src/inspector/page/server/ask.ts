import {
  ACTION_HEADER,
  type InspectorActions,
  type InspectorProblem,
  type InspectorResults,
} from "../../contract.ts";
import { type Parameters, queryOf } from "../route.ts";

/** The server does not answer, or refuses. The message is a sentence for the person at the page. */
export class ServerProblem extends Error {
  /** Of HTTP; 0 where there was no answer. */
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = "ServerProblem";
    this.status = status;
  }
}

/** The address of a part of the server, wherever it is mounted. */
export function urlOf(path: string, parameters: Parameters = {}): string {
  const query = queryOf(parameters);
  const base = location.pathname.replace(/^\/+|\/+$/g, ""); // two slashes would name another server
  return `/${base && `${base}/`}api/${path}${query && `?${query}`}`;
}

/** @throws ServerProblem */
export function ask<Answer>(url: string, signal?: AbortSignal): Promise<Answer> {
  return answerOf<Answer>(url, signal ? { signal } : {});
}

/**
 * Has the server do something.
 *
 * @throws ServerProblem
 */
export function act<Name extends keyof InspectorActions>(
  name: Name,
  body: InspectorActions[Name],
): Promise<InspectorResults[Name]> {
  return answerOf(urlOf(name), {
    method: "POST",
    headers: { "content-type": "application/json", [ACTION_HEADER]: "1" },
    body: JSON.stringify(body),
  });
}

async function answerOf<Answer>(url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, init).catch((error: unknown) => {
    if (init.signal?.aborted) throw error;
    throw new ServerProblem(0, "The server does not answer.");
  });
  if (!response.ok) throw new ServerProblem(response.status, await problemOf(response));
  return (await response.json()) as Answer;
}

async function problemOf(response: Response): Promise<string> {
  const said = (await response.json().catch(() => ({}))) as Partial<InspectorProblem>;
  if (said.error) return said.error;
  const isRefused = response.status === 401 || response.status === 403;
  return isRefused
    ? "The server refuses. Sign in again, then reload this page."
    : `The server answered with status ${response.status}.`;
}

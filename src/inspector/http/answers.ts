import type { InspectorProblem } from "../contract.ts";
import { failureOf } from "../show/failure.ts";

/** Headers of everything the inspector says: it is for one person, at this moment, on its own page. */
export const SAFE_HEADERS: Readonly<Record<string, string>> = {
  "cache-control": "no-store, no-transform",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/** An answer of JSON. */
export function json(body: object, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { ...SAFE_HEADERS, "content-type": "application/json; charset=utf-8", ...headers },
  });
}

const STATUS: Readonly<Record<InspectorProblem["problem"], number>> = {
  "invalid-input": 400,
  "cross-site": 403,
  "read-only": 403,
  "texts-hidden": 403,
  "unknown-entry": 404,
  method: 405,
  "too-large": 413,
  busy: 503,
  failed: 500,
};

/** Why a request is refused: thrown by what reads it, answered as an {@link InspectorProblem}. */
export class Refusal extends Error {
  readonly problem: InspectorProblem["problem"];
  readonly headers: Record<string, string>;

  constructor(
    problem: InspectorProblem["problem"],
    message: string,
    headers: Record<string, string> = {},
  ) {
    super(message);
    this.name = "Refusal";
    this.problem = problem;
    this.headers = headers;
  }
}

/** What is said of an error. Messages of others may quote prompts: they stay here. */
export function problemAnswer(error: unknown): Response {
  if (error instanceof Refusal) {
    const { problem, message, headers } = error;
    return json({ error: message, problem } satisfies InspectorProblem, STATUS[problem], headers);
  }
  const { name, code } = failureOf(error);
  const body: InspectorProblem = {
    error: `The cache, its store or its embedding model failed: ${code ? `${name}, ${code}` : name}.`,
    problem: "failed",
    cause: { name, code },
  };
  return json(body, STATUS.failed);
}

import { SemanticCacheError } from "../errors.ts";
import { isRecord } from "../is-record.ts";

/**
 * Whether a request may see the inspector. `true`: it may; a `Response` is sent in place of what was asked
 * for, such as a challenge for a password. Anything else, and an error, is a 403 that says nothing.
 */
export type Authorize = (request: Request) => boolean | Response | Promise<boolean | Response>;

/** Options of {@link cacheInspector}. */
export interface CacheInspectorOptions {
  /**
   * Is asked about every request, those for the page included, before anything else. It must leave the
   * body of the request unread.
   * @default none: refused at creation, unless `NODE_ENV` is `"development"`; then only requests to
   * `localhost` are answered
   */
  readonly authorize?: Authorize | undefined;
  /** Whether pinning, deleting, invalidating and feedback are refused. @default true */
  readonly readOnly?: boolean | undefined;
  /**
   * Whether texts of questions and answers are shown. Texts of a store that hides them, such as
   * `encryptedStore`, never are.
   * @default true
   */
  readonly texts?: boolean | undefined;
  /** Title of the page. @default "Semantic cache" */
  readonly title?: string | undefined;
}

/** {@link CacheInspectorOptions}, all decided. */
export interface InspectorSettings {
  /** Absent in development: `localhost` only. */
  readonly authorize: Authorize | undefined;
  readonly readOnly: boolean;
  readonly texts: boolean;
  readonly title: string;
}

const TYPES: Readonly<Record<keyof CacheInspectorOptions, "function" | "boolean" | "string">> = {
  authorize: "function",
  readOnly: "boolean",
  texts: "boolean",
  title: "string",
};

/**
 * Checks options and decides what was left out.
 *
 * @throws SemanticCacheError `invalid-options` for an unknown or malformed one, and where nobody says who
 * may see the inspector.
 */
export function resolveInspectorOptions(options: CacheInspectorOptions): InspectorSettings {
  checkTypes(options);
  const { authorize, readOnly = true, texts = true, title = "Semantic cache" } = options;
  if (!authorize && !isDevelopment()) {
    throw invalid(
      'needs authorize, a function that says who may see it; got none, and NODE_ENV is not "development". ' +
        "Pass for example authorize: (request) => isAdmin(request)",
    );
  }
  return { authorize, readOnly, texts, title };
}

function checkTypes(options: CacheInspectorOptions): void {
  for (const [name, value] of Object.entries(options)) {
    const type = Object.hasOwn(TYPES, name) ? TYPES[name as keyof typeof TYPES] : undefined;
    if (!type) {
      const known = Object.keys(TYPES).join(", ");
      throw invalid(`has no option ${JSON.stringify(name)}; it has ${known}`);
    }
    if (value !== undefined && typeof value !== type) {
      throw invalid(`option ${name} must be a ${type}; got ${typeof value}`);
    }
  }
}

function invalid(problem: string): SemanticCacheError {
  return new SemanticCacheError("invalid-options", `cacheInspector ${problem}.`);
}

/** Where there is no process, nobody says so. */
function isDevelopment(): boolean {
  const process: unknown = Reflect.get(globalThis, "process");
  const environment = isRecord(process) ? process.env : undefined;
  return isRecord(environment) && environment.NODE_ENV === "development";
}

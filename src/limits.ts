/** Bounds against requests and answers that would cost more than they save. */
export interface LimitOptions {
  /** Canonical text of a request, in characters. @default 262144 */
  readonly promptCharacters?: number | undefined;
  /** A longer question is only matched exactly, in characters. @default 8192 */
  readonly queryCharacters?: number | undefined;
  /** Messages and parts of a prompt. @default 10000 */
  readonly parts?: number | undefined;
  /** Nesting of a request's JSON. @default 64 */
  readonly depth?: number | undefined;
  /** Size of a stored answer, in characters. @default 1048576 */
  readonly answerCharacters?: number | undefined;
  /** Answers that callers of one namespace and `scope` may store in a minute, in each process. @default Infinity */
  readonly writesPerMinute?: number | undefined;
}

/** {@link LimitOptions} with every default filled in. */
export type Limits = Readonly<Record<keyof LimitOptions, number>>;

/** Fills in the defaults. */
export function resolveLimits(limits: LimitOptions = {}): Limits {
  return {
    promptCharacters: limits.promptCharacters ?? 262_144,
    queryCharacters: limits.queryCharacters ?? 8_192,
    parts: limits.parts ?? 10_000,
    depth: limits.depth ?? 64,
    answerCharacters: limits.answerCharacters ?? 1_048_576,
    writesPerMinute: limits.writesPerMinute ?? Number.POSITIVE_INFINITY,
  };
}

import type { Candidate, Check, Finding } from "../../lookup/checks.ts";

/** The checks of a cache, which keep what they find out about one candidate. */
export interface WatchedChecks {
  readonly checks: readonly Check[];
  /** Asks the policy, too, where a check before it has refused; then says what was found out. */
  findings(): Promise<readonly CheckFinding[]>;
}

/** What one check has found out; a check that failed has refused. */
export interface CheckFinding {
  readonly stage: Check["stage"];
  readonly finding: Finding | undefined;
}

const REFUSED: Finding = { refuses: true };

/** {@link WatchedChecks} for one candidate. Each check is asked at most once. */
export function watchChecks(checks: readonly Check[]): WatchedChecks {
  const found = new Map<Check, Finding | undefined>();
  let seen: Candidate | undefined;
  const watched = checks.map((check): Check => {
    const examine: Check["examine"] = async (candidate) => {
      seen = candidate;
      found.set(check, REFUSED);
      const finding = await check.examine(candidate);
      found.set(check, finding);
      return finding;
    };
    return { ...check, examine };
  });
  return {
    checks: watched,
    async findings() {
      for (const [index, check] of checks.entries()) {
        if (check.stage !== "policy" || found.has(check) || !seen) continue;
        try {
          await watched[index]?.examine(seen);
        } catch {
          // It stays refused. A lookup would not have asked, so there is no error to report.
        }
      }
      return [...found].map(([{ stage }, finding]) => ({ stage, finding }));
    },
  };
}

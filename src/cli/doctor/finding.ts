import { messageOf } from "../text/message-of.ts";

/** How serious a finding is. `skipped`: it could not be looked at. */
export type Status = "ok" | "warning" | "error" | "skipped";

/** What one check has found out. Holds no texts of prompts and no secrets. */
export interface Finding {
  /** What was looked at, in few words that stay the same. */
  readonly check: string;
  readonly status: Status;
  /** What is so. */
  readonly detail: string;
  /** What to do, where there is something to do. */
  readonly advice?: string | undefined;
}

/** Makes findings about one thing. */
export interface Findings {
  ok(detail: string): Finding;
  warning(detail: string, advice: string): Finding;
  error(detail: string, advice: string): Finding;
  skipped(detail: string, advice?: string): Finding;
}

/** The {@link Findings} of a check. */
export function findings(check: string): Findings {
  return {
    ok: (detail) => ({ check, status: "ok", detail }),
    warning: (detail, advice) => ({ check, status: "warning", detail, advice }),
    error: (detail, advice) => ({ check, status: "error", detail, advice }),
    skipped: (detail, advice) => ({ check, status: "skipped", detail, advice }),
  };
}

/** The findings of a check. That it fails is one: an error, or something that could not be looked at. */
export async function found(
  check: string,
  look: () => Promise<readonly Finding[]>,
  failure: { readonly advice: string; readonly status?: "error" | "skipped" },
): Promise<readonly Finding[]> {
  try {
    return await look();
  } catch (error) {
    const { advice, status = "error" } = failure;
    return [{ check, status, detail: messageOf(error), advice }];
  }
}

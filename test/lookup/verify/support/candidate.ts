import type {
  Verify,
  VerifyCandidate,
  VerifyOptions,
} from "../../../../src/lookup/verify/verify.ts";

/** A candidate that differs from a plausible one in these fields. */
export function candidate(fields: Partial<VerifyCandidate> = {}): VerifyCandidate {
  return {
    query: "How can I reset my password?",
    candidateQuery: "How do I reset my password?",
    answer: "Open Settings, choose Security, then Reset password.",
    similarity: 0.9,
    model: "acme/answers",
    ...fields,
  };
}

/** What a verifier says to a candidate that differs from a plausible one in these fields. */
export async function verdictOf(
  verify: Verify,
  fields: Partial<VerifyCandidate> = {},
  options: Partial<VerifyOptions> = {},
): Promise<boolean> {
  const { abortSignal = new AbortController().signal } = options;
  return verify(candidate(fields), { ...options, abortSignal });
}

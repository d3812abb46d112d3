import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT, runOffline } from "./support/docs-run.ts";

/** What every example prints, to the letter: a reader may rely on it. */
const PRINTED: Readonly<Record<string, string>> = {
  "01-generate-text.ts": `
How do I reset my password?
  (the model is called)
  Open Settings, choose Security, then Reset password.
  miss: answered by the model and stored
how do I reset my password, please
  Open Settings, choose Security, then Reset password.
  exact hit, similarity 1.00
I forgot my password, how can I reset it?
  Open Settings, choose Security, then Reset password.
  semantic hit, similarity 0.91
How do I not reset my password?
  (the model is called)
  Nothing happens to your password unless you ask for it.
  miss: answered by the model and stored
What is your refund policy?
  (the model is called)
  We refund every order within 30 days.
  miss: answered by the model and stored
`,
  "02-stream-text.ts": `
Streamed by the model, recorded while it is read:
  (the model is called)
  ["We ","refund ","every ","order ","within ","30 ","days."]
Streamed from the cache, in the same chunks:
  ["We ","refund ","every ","order ","within ","30 ","days."]
  used 0 tokens, saved 9 output tokens
Generated from the same recording:
  We refund every order within 30 days.
`,
  "03-structured-output.ts": `
I forgot my password and need it quickly!
  (the model is called)
  { topic: 'password', urgent: true }
I forgot my password and I need it quickly
  { topic: 'password', urgent: true }
Get my desk sorted
  (the model is called)
  not stored: schema-mismatch
  No object generated: response did not match schema.
Get my desk sorted
  (the model is called)
  not stored: schema-mismatch
  No object generated: response did not match schema.
`,
  "04-multi-turn-chat.ts": `
Ada: How do I reset my password?
  (the model is called)
  Open Settings, choose Security, then Reset password.
Ada: How long is the link valid?
  (the model is called)
  The password link is valid for one hour.
Ben: How can I reset my password?
  Open Settings, choose Security, then Reset password. (from the cache)
Ben: For how long is the link valid?
  The password link is valid for one hour. (from the cache)
Cleo: How do I invite a colleague?
  (the model is called)
  Open Team, choose Invite, and send the link to your colleague.
Cleo: How long is the link valid?
  (the model is called)
  An invitation is valid for seven days.
`,
  "05-openai.ts": `
How do I reset my password?
Open Settings, choose Security, then Reset password.
  from OpenAI
How can I reset my password?
Open Settings, choose Security, then Reset password.
  from the cache
1 semantic hit saved 9 output tokens.
`,
  "06-per-call-options.ts": `
The first call fills the cache
  (the model is called)
  miss
The second is a hit
  hit
Another tenant has a partition of its own
  (the model is called)
  miss
So has another user
  (the model is called)
  miss
Also in other words
  hit
Unless the call is stricter
  (the model is called)
  miss
Ask the model again, replace the answer
  (the model is called)
  miss
Neither read nor write
  (the model is called)
  bypass
On a miss, throw: here it is a hit
  hit
On a miss, throw: here it is one
  not-cached
`,
  "07-events-and-stats.ts": `
Where is order 10273?
  miss: no-match
  (the model is called)
  write
Tell me where order 10273 is
  hit: semantic, 0.97
Where is order 10274?
  miss: vetoed by numbers
  (the model is called)
  write
What is your refund policy?
  miss: no-match
  (the model is called)
  write
Stats: {
  requests: 4,
  hits: { exact: 0, semantic: 1 },
  misses: { 'no-match': 2, vetoed: 1 },
  hitRate: 0.25,
  tokens: 9
}
Why is this no hit?
  miss, vetoed; threshold 0.85
  0.93 Where is order 10273? (different numbers: 10283 and 10273)
  0.79 Where is order 10274? (below-threshold)
  0.02 What is your refund policy? (below-threshold)
`,
  "08-custom-store.ts": `
The file store keeps every promise of the contract.
  (the model is called)
We refund every order within 30 days. (0 semantic hits)
We refund every order within 30 days. (1 semantic hits)
`,
  "09-adapt-a-semantic-backend.ts": `
The adapted backend keeps every promise of the contract.
  (the model is called)
We refund every order within 30 days. (0 semantic hits)
We refund every order within 30 days. (1 semantic hits)
`,
  "10-adapt-a-key-value-backend.ts": `
The adapted backend keeps every promise of the contract.
  (the model is called)
We refund every order within 30 days. (0 semantic hits)
We refund every order within 30 days. (1 semantic hits)
`,
  "11-verify-hits.ts": `
What is your refund policy?
  (the model is called)
  We refund every order within 30 days.
  miss
What is your policy on refunds?
  (the model is called)
  (as a judge: YES)
  We refund every order within 30 days.
  hit at 0.77
How do I invite a colleague?
  (the model is called)
  Open Team, choose Invite, and send the link to your colleague.
  miss
How do I know that my colleague got the invitation?
  (the model is called)
  (as a judge: NO)
  (the model is called)
  Please ask our team.
  miss
Misses: { 'no-match': 2, unverified: 1 }
The judge was asked 2 times.
`,
  "12-feedback.ts": `
What is your refund policy?
  (the model is called)
  We refund every order within 14 days.
  miss
Tell me about your refund policy
  We refund every order within 14 days.
  semantic hit
Ben: thumbs down
Tell me about your refund policy
  (the model is called)
  We refund every order within 30 days.
  miss
What is your refund policy?
  (the model is called)
  We refund every order within 30 days.
  miss
what is your refund policy
  We refund every order within 30 days.
  exact hit
Feedback: { correct: 0, wrong: 1 }
Misses: { 'no-match': 1, quarantined: 2 }
`,
  "13-prometheus.ts": `
How do I reset my password?
  (the model is called)
I forgot my password, how can I reset it?
Where is order 10273?
  (the model is called)
Where is order 10274?
  (the model is called)
text/plain; version=0.0.4; charset=utf-8
# HELP ai_sdk_semantic_cache_requests_total Requests that reached the cache.
# TYPE ai_sdk_semantic_cache_requests_total counter
ai_sdk_semantic_cache_requests_total{cache="default",outcome="miss",reason="no-match",model="offline/support-desk",operation="generate"} 2
ai_sdk_semantic_cache_requests_total{cache="default",outcome="hit",kind="semantic",answer="fresh",model="offline/support-desk",operation="generate"} 1
ai_sdk_semantic_cache_requests_total{cache="default",outcome="miss",reason="vetoed",model="offline/support-desk",operation="generate"} 1
# HELP ai_sdk_semantic_cache_vetoes_total Vetoes of guards in requests that missed.
# TYPE ai_sdk_semantic_cache_vetoes_total counter
ai_sdk_semantic_cache_vetoes_total{cache="default",guard="numbers"} 1
# HELP ai_sdk_semantic_cache_saved_tokens_total Tokens of model calls that hits replaced.
# TYPE ai_sdk_semantic_cache_saved_tokens_total counter
ai_sdk_semantic_cache_saved_tokens_total{cache="default",type="input",model="offline/support-desk",operation="generate"} 12
ai_sdk_semantic_cache_saved_tokens_total{cache="default",type="output",model="offline/support-desk",operation="generate"} 9
# HELP ai_sdk_semantic_cache_writes_total Entries that were stored.
# TYPE ai_sdk_semantic_cache_writes_total counter
ai_sdk_semantic_cache_writes_total{cache="default",model="offline/support-desk",operation="generate"} 3
`,
  "14-opentelemetry.ts": `
How do I reset my password?
  (the model is called)
I forgot my password, how can I reset it?
POST /chat: ai_sdk_semantic_cache.miss, ai_sdk_semantic_cache.write
  outcome: miss
  reason: no-match
POST /chat: ai_sdk_semantic_cache.hit
  outcome: hit
  kind: semantic
  similarity: 0.91
  saved_output_tokens: 9
ai_sdk_semantic_cache.requests 1 {
  'ai_sdk_semantic_cache.name': 'default',
  'ai_sdk_semantic_cache.outcome': 'miss',
  'ai_sdk_semantic_cache.reason': 'no-match',
  'ai_sdk_semantic_cache.operation': 'generate',
  'gen_ai.provider.name': 'offline',
  'gen_ai.request.model': 'support-desk'
}
ai_sdk_semantic_cache.requests 1 {
  'ai_sdk_semantic_cache.name': 'default',
  'ai_sdk_semantic_cache.outcome': 'hit',
  'ai_sdk_semantic_cache.kind': 'semantic',
  'ai_sdk_semantic_cache.answer': 'fresh',
  'ai_sdk_semantic_cache.operation': 'generate',
  'gen_ai.provider.name': 'offline',
  'gen_ai.request.model': 'support-desk'
}
`,
  "15-agent-with-tools.ts": `
What is your refund policy?
  (the model is called)
  We refund every order within 30 days.
  steps: model
Tell me about your refund policy
  We refund every order within 30 days.
  steps: semantic hit
Where is order 10273?
  (the model is called, and asks for the tool)
  not stored: tool-call
  (the tool runs)
  (the model is called)
  Order 10273 is on its way.
  steps: model, model
Where is order 10273?
  (the model is called, and asks for the tool)
  not stored: tool-call
  (the tool runs)
  Order 10273 is on its way.
  steps: model, exact hit
Tell me where order 10273 is
  (the model is called, and asks for the tool)
  not stored: tool-call
  (the tool runs)
  (the model is called)
  Order 10273 is on its way.
  steps: model, model
Where is order 10273?
  (the model is called, and asks for the tool)
  not stored: tool-call
  (the tool runs)
  (the model is called)
  Order 10273 was delivered.
  steps: model, model
how do I clean the grinder
  (the handbook is searched)
  Chapter 4, found by "how do I clean the grinder"
How can I clean the grinder?
  Chapter 4, found by "how do I clean the grinder"
`,
};

test("every example is tested", () => {
  const files = readdirSync(join(ROOT, "examples")).filter((name) => name.endsWith(".ts"));

  expect(files.sort()).toEqual(Object.keys(PRINTED));
});

test.concurrent.for(Object.entries(PRINTED))(
  "the example %s runs and prints what it says",
  { timeout: 60_000 },
  async ([file, printed], { expect }) => {
    const { ok, stdout, stderr } = await runOffline(`examples/${file}`);

    expect({ ok, stderr }).toEqual({ ok: true, stderr: "" });
    expect(stdout).toBe(printed.trimStart());
  },
);

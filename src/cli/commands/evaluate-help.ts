/** Below the options of `evaluate --help`. */
export const EVALUATE_HELP = `
Rows, one JSON object in each line; kinds may be mixed, id and category are welcome in all:
  {"a": "How do I reset my password?", "b": "I forgot my password", "label": 1}
      a pair. label 1: the answer to a also answers b. 0: it must not be served
      (with "similarity", or "vectorA" and "vectorB", no embedding model is needed)
  {"text": "I forgot my password", "cluster": "password"}
      a question of a stream, in order. Questions of one cluster have one answer
  {"conversation": [{"user": "…", "assistant": "…"}], "question": "And in winter?", "meaning": "alps-winter"}
      a question at the end of a conversation. Only an equal meaning may be served

Budgets are a share (1%, 0.01) or a number of wrong hits (5). The measured rate counts, not its interval:
  --max-wrong       wrong hits among all lookups: how often a user gets a wrong answer
  --max-false-hits  wrong hits among the lookups that must miss; also what a threshold is looked for with

Examples:
  $ npx ai-sdk-semantic-cache evaluate pairs.jsonl
      the built-in embedding model with its own threshold
  $ npx ai-sdk-semantic-cache evaluate pairs.jsonl --config cache-options.ts --html report.html
      the cache of your application, with a report to look at
  $ npx ai-sdk-semantic-cache evaluate pairs.jsonl stream.jsonl --threshold 0.9 --max-wrong 1%
      in CI: fails when more than 1 % of all lookups get a wrong answer

Exit codes: 0 within the budgets, 1 a budget is broken, 2 the input cannot be used.
`;

/** Below the options of `tune --help`. */
export const TUNE_HELP = `
Rows are those of evaluate: pairs decide, one JSON object in each line.
  {"a": "How do I reset my password?", "b": "I forgot my password", "label": 1}
      label 1: the answer to a also answers b. 0: it must not be served
Streams and conversations are replayed with what is recommended.

For each preset of guards it looks for the least threshold that keeps hits among the pairs that must miss
within the budget, and tests that choice on pairs it was not chosen by (10 folds; pairs that share a question
stay together). With 99 pairs that must miss or more, for 1 %, the threshold is the one to expect the budget
of in the next lookups, too: conformal risk control (Angelopoulos et al. 2022). With fewer it says so.

--from-store reads what feedback, audits and learning policies left with the entries of a store instead.

Examples:
  $ npx ai-sdk-semantic-cache tune pairs.jsonl
      for the built-in embedding model, or that of semantic-cache.config.ts
  $ npx ai-sdk-semantic-cache tune pairs.jsonl stream.jsonl --max-false-hits 0.5% --json
  $ npx ai-sdk-semantic-cache tune --from-store --store redis://localhost:6379

Exit codes: 0 a threshold that keeps the budget is recommended, 1 there is none, or too few rows to promise
it, 2 the input cannot be used.
`;

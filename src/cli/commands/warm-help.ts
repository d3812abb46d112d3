/** Below the options of `warm --help`. */
export const WARM_HELP = `
Prompts, one in each line:
  .txt    How do I reset my password?
  .jsonl  "How do I reset my password?"
          {"prompt": "Where is my order?", "providerOptions": {"semanticCache": {"scope": "user 42"}}}
              what generateText takes: prompt or messages, and whatever differs from line to line

An answer is found later only by calls that say the same besides the question. Give here what your
application says in each call: --system for its instructions, --call for all of it (instructions, settings,
providerOptions), as a file of JSON. inspect tells what is part of the scope.

Examples:
  $ npx ai-sdk-semantic-cache warm questions.txt --dry-run
      how many are answered already; no model is called
  $ npx ai-sdk-semantic-cache warm questions.txt --model openai/gpt-5-mini --call call.json
      a model your AI SDK knows by its id; a config may export one as model
  $ npx ai-sdk-semantic-cache warm questions.jsonl --concurrency 16 --json > report.json

What is stored already costs nothing: after Ctrl-C or failures, run it again.

Exit codes: 0 all were asked, 1 some failed or it was stopped, 2 the input cannot be used.
`;

// A second opinion: a language model looks at every match before it is served.
import { generateText, wrapLanguageModel } from "ai";
import { semanticCache, semanticCacheMetadata } from "ai-sdk-semantic-cache";
import { llmJudge } from "ai-sdk-semantic-cache/verify";
import { supportAnswer } from "./support/answers.ts";
import { offlineModel } from "./support/model.ts";

// Stands in for a small, quick model. It says YES when the stored answer is what the desk would say.
const judge = offlineModel((texts) => {
  const [, newQuestion = ""] = /<<new-question .*>>\n(.*)\n/.exec(texts) ?? [];
  const verdict = texts.includes(supportAnswer(newQuestion)) ? "YES" : "NO";
  console.log(`  (as a judge: ${verdict})`);
  return verdict;
});

// With a judge the threshold can be lower than one would dare without.
const cache = semanticCache({ threshold: 0.7, verify: llmJudge(judge) });
const model = wrapLanguageModel({ model: offlineModel(), middleware: cache });

for (const prompt of [
  "What is your refund policy?",
  "What is your policy on refunds?",
  "How do I invite a colleague?",
  "How do I know that my colleague got the invitation?",
]) {
  console.log(prompt);
  const { text, providerMetadata } = await generateText({ model, prompt });
  await cache.flush();
  const told = semanticCacheMetadata(providerMetadata);
  console.log(`  ${text}`);
  console.log(told?.hit ? `  hit at ${told.similarity.toFixed(2)}` : "  miss");
}

const { misses, spent } = cache.stats();
console.log("Misses:", misses);
console.log(`The judge was asked ${spent.verify.calls} times.`);

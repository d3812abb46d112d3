// A store of your own: the memory store, kept in a file between two runs. A published suite checks it.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generateText, wrapLanguageModel } from "ai";
import { type CacheStore, memoryStore, semanticCache } from "ai-sdk-semantic-cache";
import { storeConformance } from "ai-sdk-semantic-cache/testing";
import { offlineModel } from "./support/model.ts";

/** Reads `path` now and writes it in `close`. Aliases are not kept: that costs a miss, no more. */
async function fileStore(path: string): Promise<CacheStore> {
  const memory = memoryStore();
  const saved = await readFile(path, "utf8").catch(() => "[]");
  for (const { vector, ...entry } of JSON.parse(saved)) {
    await memory.set({ ...entry, vector: vector && Float32Array.from(vector) });
  }
  return {
    ...memory,
    name: "file",
    async close() {
      const entries = await Array.fromAsync(memory.entries());
      await writeFile(path, JSON.stringify(entries, vectorsAsArrays));
    },
  };
}

function vectorsAsArrays(_name: string, value: unknown): unknown {
  return value instanceof Float32Array ? [...value] : value;
}

const folder = await mkdtemp(join(tmpdir(), "semantic-cache-"));
let files = 0;
const cases = storeConformance(() => fileStore(join(folder, `${files++}.json`)));
for (const { run } of cases) await run(); // In your tests: test(name, run)
console.log("The file store keeps every promise of the contract.");

for (const prompt of ["What is your refund policy?", "Tell me about your refund policy"]) {
  const cache = semanticCache({ store: await fileStore(join(folder, "cache.json")) });
  const model = wrapLanguageModel({ model: offlineModel(), middleware: cache });
  const { text } = await generateText({ model, prompt });
  console.log(`${text} (${cache.stats().hits.semantic} semantic hits)`);
  await cache.close();
}
await rm(folder, { recursive: true });

import { describe, expect, test } from "vitest";
import { type SemanticCacheMetadata, semanticCacheMetadata } from "../../src/index.ts";
import { sdks, type Way } from "../support/sdk.ts";
import { cachedApp, PARAPHRASE, QUESTION } from "../support/sdk-cached.ts";
import { learningPolicy } from "./support/angled.ts";

const SAME = (): boolean => true;
const CASES = sdks.flatMap((sdk) =>
  (["generate", "stream"] as const).map((way: Way) => ({ sdk, way, name: sdk.name })),
);

describe.each(CASES)("$name, $way:", ({ sdk, way }) => {
  test("a hit is audited behind the answer", async () => {
    const cacheOptions = { audit: { rate: 1 }, compare: SAME };
    const { ask, path } = cachedApp(sdk, { cacheOptions });

    await ask({ way, prompt: QUESTION });
    await ask({ way, prompt: PARAPHRASE });

    const audited = ["hit:semantic", "compare:audit:same", "not-stored:represented"];
    expect(path).toEqual(["miss:no-match", "write", ...audited]);
  });

  test("a policy learns from what the model says", async () => {
    const cacheOptions = { threshold: learningPolicy(), compare: SAME };
    const { ask, path } = cachedApp(sdk, { cacheOptions });

    await ask({ way, prompt: QUESTION });
    await ask({ way, prompt: PARAPHRASE });
    await ask({ way, prompt: PARAPHRASE });

    expect(path.slice(2)).toEqual([
      "miss:explored",
      "compare:explore:same",
      "not-stored:represented",
      "hit:semantic",
    ]);
  });

  test("a thumbs-down works from the metadata of the call", async () => {
    const { ask, path, cache } = cachedApp(sdk);
    await ask({ way, prompt: QUESTION });
    const { providerMetadata } = await ask({ way, prompt: PARAPHRASE });

    const metadata = semanticCacheMetadata(providerMetadata) as SemanticCacheMetadata;
    await cache.feedback(metadata, { correct: false });
    await ask({ way, prompt: PARAPHRASE });

    const refused = ["feedback:wrong", "miss:quarantined", "write"];
    expect(path.slice(2)).toEqual(["hit:semantic", ...refused]);
  });
});

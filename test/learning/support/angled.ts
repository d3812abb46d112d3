import type { Observation, Policy } from "../../../src/index.ts";
import { type CachedModel, cachedModel } from "../../support/cached-model.ts";
import { type FakeEmbedding, fakeEmbedding } from "../../support/embedding.ts";

/** "… 30 degrees" is at 30 degrees: two questions are as similar as the cosine of what is between them. */
export function byAngle(modelId?: string): FakeEmbedding {
  return fakeEmbedding((text) => {
    const angle = (Number(/(\d+) degrees/.exec(text)?.[1] ?? 0) * Math.PI) / 180;
    return [Math.cos(angle), Math.sin(angle)];
  }, modelId);
}

/**
 * A cached model whose questions are angles: 0 and 10 degrees are at 0.985, 20 at 0.940, 30 at 0.866, 40 at
 * 0.766. Served from 0.8 on, without guards, unless `options` say otherwise.
 */
export function angled(options: Parameters<typeof cachedModel>[0] = {}): CachedModel {
  return cachedModel({ embeddingModel: byAngle(), guards: false, threshold: 0.8, ...options });
}

/** Serves an entry once `labels` questions near it were compared with it and all were right; explores until then. */
export function learningPolicy(
  options: { labels?: number; storesOnlyWrong?: boolean; maxObservations?: number } = {},
  seen: (readonly Observation[])[] = [],
): Policy {
  const { labels = 1, storesOnlyWrong = true, maxObservations = 10 } = options;
  return {
    name: "after-comparisons",
    floor: 0.7,
    decide({ observations }) {
      seen.push(observations);
      const serves = observations.filter(({ isCorrect }) => isCorrect).length >= labels;
      return { serves, explores: !serves };
    },
    learning: { storesOnlyWrong, maxObservations },
  };
}

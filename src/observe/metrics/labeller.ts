import type { CacheEvent } from "../events.ts";
import { METRICS } from "./definitions.ts";
import type { Labels, Measurement } from "./metric.ts";

/** Which labels metrics have. */
export interface LabelOptions {
  /** Whether metrics of requests tell namespaces apart. @default false */
  readonly namespaces?: boolean | undefined;
}

/** Gives the measurements of an event, or of none, the labels of their cache and request. */
export type Labeller = (event?: CacheEvent) => (measurement: Measurement) => Measurement;

const MOST_NAMES = 50;

/**
 * The {@link Labeller} of one cache. A time series costs memory here and in every system behind: the
 * first 50 models, namespaces and guards have their own, all others are together as `"other"`.
 */
export function createLabeller(cache: string, { namespaces = false }: LabelOptions): Labeller {
  const [boundModel, boundNamespace, boundGuard] = [createBound(), createBound(), createBound()];

  function requestLabels(event: CacheEvent | undefined): Labels {
    if (!event || !("model" in event)) return {};
    const { model, operation, namespace } = event;
    return {
      ...(model !== undefined && { model: boundModel(model) }),
      ...(operation && { operation }),
      ...(namespaces && namespace !== undefined && { namespace: boundNamespace(namespace) }),
    };
  }

  return (event) => {
    const request = requestLabels(event);
    return ({ metric, value, labels }) => {
      const { guard } = labels;
      const bounded = guard === undefined ? labels : { ...labels, guard: boundGuard(guard) };
      const ofRequest = METRICS[metric].labels.includes("model") ? request : {};
      return { metric, value, labels: { cache, ...bounded, ...ofRequest } };
    };
  };
}

function createBound(): (name: string) => string {
  const names = new Set<string>();
  return (name) => {
    if (names.size < MOST_NAMES) names.add(name);
    return names.has(name) ? name : "other";
  };
}

import { metrics } from "@opentelemetry/api";
import { type MeasuredCaches, measure, namedCaches } from "../metrics/measure.ts";
import { createSpanDescriber } from "./describe-on-span.ts";
import { createInstruments } from "./instruments.ts";
import { checkOpenTelemetryOptions, type OpenTelemetryOptions } from "./options.ts";

export type { MeasuredCaches } from "../metrics/measure.ts";
export type { MeasuredCache } from "../metrics/observe.ts";
export type { OpenTelemetryOptions } from "./options.ts";

/**
 * Tells OpenTelemetry what caches do from now on; returns what ends that. Call it once, where the cache is
 * created, after the SDK is started (a global meter that is taken before goes nowhere); for several
 * caches `openTelemetry({ support, docs })` tells them apart.
 *
 * The span that is active when something happens gets an event for it, and, the first time, attributes
 * with what became of the request: with the telemetry of the AI SDK that is the span of the model call.
 * Nothing in spans or metrics holds text of prompts or answers, nor the message of an error. A meter or a
 * span that throws breaks no call.
 *
 * @throws SemanticCacheError `invalid-options` for an unknown or malformed option, or what is no cache.
 * @example
 * const cache = semanticCache();
 * openTelemetry(cache);
 */
export function openTelemetry(
  caches: MeasuredCaches,
  options: OpenTelemetryOptions = {},
): () => void {
  checkOpenTelemetryOptions(options);
  const { meter = metrics.getMeter("ai-sdk-semantic-cache"), spans = true } = options;
  const { namespaces = false } = options;
  const named = namedCaches("openTelemetry", caches);
  const { record, observe } = createInstruments(meter);
  const measuring = measure(named, options, record);
  const endings = [measuring.stop, observe(measuring.observe)];
  if (spans) {
    const describeOnSpan = createSpanDescriber({ namespaces });
    // A listener of its own: what fails in one of the two leaves the other alone.
    for (const cache of named.values()) endings.push(cache.subscribe(describeOnSpan));
  }
  return () => {
    for (const end of endings) end();
  };
}

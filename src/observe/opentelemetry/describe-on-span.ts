import { type Span, trace } from "@opentelemetry/api";
import type { CacheEvent } from "../events.ts";
import {
  isOutcome,
  PREFIX,
  requestModel,
  type SpanOptions,
  spanAttributes,
} from "./span-attributes.ts";

/** Not about what a span does: they come with whatever request is there when it is noticed. */
const NOT_ON_SPANS: readonly CacheEvent["type"][] = ["evict", "notice"];

/**
 * Tells the active span of an event: as a span event, and what became of a request as attributes, too.
 * A span with several requests keeps the attributes of the first, and the span events of all: attributes
 * cannot be taken back, and those of two requests must not mix.
 */
export function createSpanDescriber(options: SpanOptions): (event: CacheEvent) => void {
  const described = new WeakSet<Span>();
  return (event) => {
    const span = trace.getActiveSpan();
    if (!span?.isRecording() || NOT_ON_SPANS.includes(event.type)) return;
    const attributes = spanAttributes(event, options);
    const name = `${PREFIX}.${event.type.replaceAll("-", "_")}`;
    span.addEvent(name, { ...attributes, ...requestModel(event) });
    if (!isOutcome(event) || described.has(span)) return;
    described.add(span);
    span.setAttributes(attributes);
  };
}

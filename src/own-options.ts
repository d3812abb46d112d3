import { isRecord } from "./is-record.ts";

/** The cache's name in provider options and provider metadata. */
export const OWN_OPTIONS = "semanticCache";

/** Where a stripped call carries what it said: a symbol survives `{ ...params }` and no provider reads it. */
const CARRIED = Symbol.for("ai-sdk-semantic-cache.call-options");

/** What a call says to the cache, as yet unread, wherever its SDK version carries provider options. */
export function ownOptions(params: object): unknown {
  const carrier: unknown =
    Reflect.get(params, "providerOptions") ?? Reflect.get(params, "providerMetadata");
  const own = isRecord(carrier) ? carrier[OWN_OPTIONS] : undefined;
  return own ?? Reflect.get(params, CARRIED);
}

/**
 * The same call without the cache's own options, for the provider; the same object when there are none.
 * {@link ownOptions} still finds them, also for a second cache behind this one.
 */
export function stripOwnOptions<P extends object>(params: P): P {
  const stripped: Record<string, unknown> = {};
  for (const name of ["providerOptions", "providerMetadata"]) {
    const carrier: unknown = Reflect.get(params, name);
    if (!isRecord(carrier) || !(OWN_OPTIONS in carrier)) continue;
    const { [OWN_OPTIONS]: _own, ...others } = carrier;
    stripped[name] = Object.keys(others).length > 0 ? others : undefined;
  }
  if (Object.keys(stripped).length === 0) return params;
  return { ...params, ...stripped, [CARRIED]: ownOptions(params) };
}

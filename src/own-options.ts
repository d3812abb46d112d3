import { isRecord } from "./is-record.ts";

/** The cache's name in provider options and provider metadata. */
export const OWN_OPTIONS = "semanticCache";

/** What a call says to the cache, unread, wherever its SDK version carries provider options. */
export function ownOptions(params: object): unknown {
  const carrier: unknown =
    Reflect.get(params, "providerOptions") ?? Reflect.get(params, "providerMetadata");
  return isRecord(carrier) ? carrier[OWN_OPTIONS] : undefined;
}

/** The same call without the cache's own options, for the provider; the same object when there are none. */
export function stripOwnOptions<P extends object>(params: P): P {
  const stripped: Record<string, unknown> = {};
  for (const name of ["providerOptions", "providerMetadata"]) {
    const carrier: unknown = Reflect.get(params, name);
    if (!isRecord(carrier) || !(OWN_OPTIONS in carrier)) continue;
    const { [OWN_OPTIONS]: _own, ...others } = carrier;
    stripped[name] = Object.keys(others).length > 0 ? others : undefined;
  }
  return Object.keys(stripped).length > 0 ? { ...params, ...stripped } : params;
}
